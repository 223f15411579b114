using GlmmDsl.Data;

namespace GlmmDsl.Cli.Models;

/// <summary>Which data a command reads, and how it fits.</summary>
/// <param name="Data">The file; <c>-</c> is standard input. Empty for a command that reads several.</param>
/// <param name="Csv">How to read the file.</param>
/// <param name="Options">How to fit.</param>
/// <param name="Remark">A remark on how the options were understood; null where there is none.</param>
internal sealed record ModelRequest(string Data, CsvOptions Csv, FitOptions Options, string? Remark)
{
    /// <summary>The information asked for; null for the default of what it is for.</summary>
    public Information? Information { get; init; }
}
