namespace GlmmDsl.Cli.Models;

/// <summary>What a run reads from and writes to in addition to the file.</summary>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="Output">Standard output: the result.</param>
/// <param name="Error">Standard error: progress and remarks.</param>
/// <param name="IsTerminal">Whether somebody sees standard error.</param>
internal sealed record FitStreams(Func<Stream> OpenInput, TextWriter Output, TextWriter Error, bool IsTerminal);
