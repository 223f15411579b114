using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Fitting;

/// <summary>What one run of <c>glmm fit</c> is asked to do.</summary>
/// <param name="Data">The file; <c>-</c> is standard input.</param>
/// <param name="Formula">The formula.</param>
/// <param name="Csv">How to read the file.</param>
/// <param name="Options">How to fit.</param>
/// <param name="Points">Points at which the criterion is reported too.</param>
/// <param name="Remark">A remark on how the options were understood; null where there is none.</param>
/// <param name="IsJson">Whether to write JSON instead of the summary.</param>
internal sealed record FitRequest(string Data, string Formula, CsvOptions Csv, FitOptions Options, ImmutableArray<CriterionPoint> Points, string? Remark, bool IsJson);
