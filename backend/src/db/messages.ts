/** What each constraint means to a client: when a row is refused, and when one that others refer to is deleted. */
const MESSAGES: Readonly<Record<string, { readonly refused: string; readonly deleting?: string }>> = {
  uq_studies_workspace_id_code: { refused: 'The workspace has a study with this code already.' },
  fk_studies_workspace_id_workspaces: {
    refused: 'There is no such workspace.',
    deleting: 'The workspace still has studies.',
  },
  ck_studies_code: { refused: 'The code must not be blank.' },
  ck_studies_title: { refused: 'The title must not be blank.' },
  uq_section_contracts_version: { refused: 'Somebody has just added this version of the contract. Try again.' },
  uq_section_contracts_active: { refused: 'Somebody has just activated another contract of this section. Try again.' },
  uq_change_events_from_version_id_to_version_id: {
    refused: 'The change between these two versions is recorded already.',
  },
  ck_change_events_versions: { refused: 'A version has no change from itself.' },
  uq_tasks_unfinished: { refused: 'There is an unfinished task about it already.' },
  ck_zone_crosswalk_elsewhere: { refused: 'A zone does not lead to itself.' },
  fk_audit_log_workspace_id_workspaces: {
    refused: 'There is no such workspace.',
    deleting: 'The workspace has an audit trail, which outlives it.',
  },
}

/** The words of a constraint, by its name. */
export function messageOfConstraint(constraint: string | undefined, deleting: boolean): string | undefined {
  const words = constraint === undefined ? undefined : MESSAGES[constraint]
  return deleting ? words?.deleting : words?.refused
}
