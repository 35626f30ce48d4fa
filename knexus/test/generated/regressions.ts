/** Pairs that random testing found, made as small as they get. They stay. */
export const regressions: readonly { readonly from: string; readonly to: string }[] = [
]
