/** Creates the roles that test cases grant to. Roles belong to the cluster, so they outlive a test and are made only once. */
export const roles = ['reader', 'writer', '"Odd role"']
  .map(
    (role) => `DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  )
  .join(';')
