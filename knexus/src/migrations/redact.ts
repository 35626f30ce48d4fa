/** A statement without the passwords that stand in it, for logs, journals and messages. */
export function redact(sql: string): string {
  return sql
    .replaceAll(/\b(PASSWORD\s+)E?'(?:[^']|'')*'/gi, `$1'***'`)
    .replaceAll(/\b(password\s*=\s*)[^\s'"]+/gi, '$1***')
    .replaceAll(/(\bpassword\s+)'(?:[^']|'')*'/gi, `$1'***'`)
    .replaceAll(/(postgres(?:ql)?:\/\/[^:@\s/]*:)[^@\s]+@/gi, '$1***@')
}
