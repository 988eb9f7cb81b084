/** What is used of jstat, which brings no types. Source: https://jstat.github.io/distributions.html */
declare module 'jstat' {
  const jstat: {
    readonly beta: {
      /** The quantile of Beta(alpha, beta) at a probability. */
      inv(p: number, alpha: number, beta: number): number
    }
  }
  export default jstat
}
