namespace GlmmDsl.Benchmarks.Peers;

/// <summary>An R package that does the same piece of work.</summary>
/// <param name="Package">The package.</param>
/// <param name="Script">
/// The R code: it reads its data (<c>folder</c> and <c>reference</c> are defined), defines <c>work()</c>, which does the work once and returns a
/// fit, and <c>repetitions</c>. What it does before that is not timed. It may set <c>constant</c>, what the package leaves out of −2 log L, or
/// define <c>criterion(fit)</c> where the package's own report will not do.
/// </param>
/// <param name="Remark">A remark for the comparison of its −2 log L with ours; null if the criteria are the same.</param>
internal sealed record Peer(string Package, string Script, string? Remark = null);

/// <summary>What the R side gave.</summary>
/// <param name="Package">The package.</param>
/// <param name="CpuSeconds">CPU seconds of one repetition.</param>
/// <param name="Minus2LogLik">−2 log L, or the REML criterion, with all constants.</param>
/// <param name="Remark">As in <see cref="Peer"/>.</param>
internal sealed record PeerResult(string Package, double CpuSeconds, double Minus2LogLik, string? Remark);
