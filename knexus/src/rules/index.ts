import { attachPartitionScan } from './attach-partition-scan.ts'
import { changeEveryRow } from './change-every-row.ts'
import { charType } from './char-type.ts'
import { checkScan } from './check-scan.ts'
import { concurrentlyInTransaction } from './concurrently-in-transaction.ts'
import { constraintDropped } from './constraint-dropped.ts'
import { defaultDropped } from './default-dropped.ts'
import { defaultFails } from './default-fails.ts'
import { definerWithoutPath } from './definer-without-path.ts'
import { detachPartitionBlocks } from './detach-partition-blocks.ts'
import { domainCheckScan } from './domain-check-scan.ts'
import { doubledPrefix } from './doubled-prefix.ts'
import { dropCascade } from './drop-cascade.ts'
import { dropColumn } from './drop-column.ts'
import { dropEnumLabel } from './drop-enum-label.ts'
import { dropFunction } from './drop-function.ts'
import { dropIndexBlocks } from './drop-index-blocks.ts'
import { dropNamespace } from './drop-namespace.ts'
import { dropNotNull } from './drop-not-null.ts'
import { dropPolicy } from './drop-policy.ts'
import { dropTable } from './drop-table.ts'
import { dropView } from './drop-view.ts'
import { foreignKeyOff } from './foreign-key-off.ts'
import { foreignKeyScan } from './foreign-key-scan.ts'
import { foreignKeyType } from './foreign-key-type.ts'
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts'
import { grantToPublic } from './grant-to-public.ts'
import { hashIndex } from './hash-index.ts'
import { indexBlocksWrites } from './index-blocks-writes.ts'
import { invalidIndexLeft } from './invalid-index-left.ts'
import { invokerLost } from './invoker-lost.ts'
import { jsonType } from './json-type.ts'
import { lockTable } from './lock-table.ts'
import { manyTablesLocked } from './many-tables-locked.ts'
import { moneyType } from './money-type.ts'
import { nameTooLong } from './name-too-long.ts'
import { notNullScan } from './not-null-scan.ts'
import { openPolicy } from './open-policy.ts'
import { privilegeLost } from './privilege-lost.ts'
import { redundantIndex } from './redundant-index.ts'
import { refreshBlocksReads } from './refresh-blocks-reads.ts'
import { reindexBlocks } from './reindex-blocks.ts'
import { renameColumn } from './rename-column.ts'
import { renameEnumLabel } from './rename-enum-label.ts'
import { renameNamespace } from './rename-namespace.ts'
import { renameTable } from './rename-table.ts'
import { replicationRole } from './replication-role.ts'
import { requiredColumn } from './required-column.ts'
import { rewrite } from './rewrite.ts'
import { rewrittenTwice } from './rewritten-twice.ts'
import { rowSecurityOff } from './row-security-off.ts'
import { serialType } from './serial-type.ts'
import { setNullOnRequired } from './set-null-on-required.ts'
import type { Rule } from './shared/rule.ts'
import { smallPrimaryKey } from './small-primary-key.ts'
import { systemPrivileges } from './system-privileges.ts'
import { tableWithoutKey } from './table-without-key.ts'
import { timeWithZone } from './time-with-zone.ts'
import { timestampWithoutZone } from './timestamp-without-zone.ts'
import { triggerBlocksWrites } from './trigger-blocks-writes.ts'
import { triggerOff } from './trigger-off.ts'
import { truncate } from './truncate.ts'
import { uniqueBlocksWrites } from './unique-blocks-writes.ts'
import { uniqueIndexDropped } from './unique-index-dropped.ts'
import { uniqueTooNarrow } from './unique-too-narrow.ts'
import { unlogged } from './unlogged.ts'
import { validateUnderLock } from './validate-under-lock.ts'
import { wideIndex } from './wide-index.ts'
import { workUnderLock } from './work-under-lock.ts'

/** Every rule, by what it guards. A new one is a file and its line here. */
export const rules: readonly Rule[] = [
  dropTable,
  dropColumn,
  dropNamespace,
  truncate,
  unlogged,
  changeEveryRow,
  dropCascade,
  dropEnumLabel,
  renameTable,
  renameColumn,
  renameEnumLabel,
  renameNamespace,
  dropView,
  dropFunction,
  privilegeLost,
  requiredColumn,
  dropNotNull,
  indexBlocksWrites,
  dropIndexBlocks,
  reindexBlocks,
  foreignKeyScan,
  checkScan,
  domainCheckScan,
  notNullScan,
  uniqueBlocksWrites,
  rewrite,
  rewrittenTwice,
  refreshBlocksReads,
  attachPartitionScan,
  detachPartitionBlocks,
  triggerBlocksWrites,
  lockTable,
  concurrentlyInTransaction,
  validateUnderLock,
  workUnderLock,
  manyTablesLocked,
  smallPrimaryKey,
  foreignKeyType,
  jsonType,
  charType,
  serialType,
  timestampWithoutZone,
  moneyType,
  timeWithZone,
  foreignKeyWithoutIndex,
  redundantIndex,
  tableWithoutKey,
  setNullOnRequired,
  hashIndex,
  wideIndex,
  doubledPrefix,
  nameTooLong,
  invalidIndexLeft,
  rowSecurityOff,
  openPolicy,
  dropPolicy,
  definerWithoutPath,
  grantToPublic,
  systemPrivileges,
  invokerLost,
  constraintDropped,
  foreignKeyOff,
  triggerOff,
  replicationRole,
  defaultDropped,
  defaultFails,
  uniqueIndexDropped,
  uniqueTooNarrow,
]
