using System.Collections.Immutable;

namespace GlmmDsl.Modeling;

/// <summary>What a typed model's attribute says, at run time: formula, weights, missing values, functions.</summary>
/// <param name="formula">The formula, with the attribute's offset added.</param>
public sealed class ModelDefinition(string formula)
{
    private readonly Lazy<Formula> parsed = new(() => Formula.Parse(formula));

    /// <summary>What becomes of rows with missing values.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>The column of weights; null when all rows weigh the same.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean.</summary>
    public WeightKind WeightKind { get; init; }

    /// <summary>The user's functions that the formula calls.</summary>
    public IReadOnlyList<UserFunction> Functions { get; init; } = [];

    /// <summary>Fits the model to columns, by the same way as <see cref="MixedModel"/> does.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="method">By which likelihood.</param>
    /// <param name="notices">Which notices are reported, ignored or thrown; all are reported by default.</param>
    /// <param name="progress">Told how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    public MixedModelFit Fit(
        Table table, FitMethod method, NoticePolicy? notices, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        FitOptions options = Options(method, notices);
        return MixedModel.Fit(parsed.Value, table, options, progress, cancellationToken);
    }

    /// <summary>Sums rows that come in parts (<see cref="RowParts"/>), for a fit without the rows.</summary>
    /// <param name="parts">The parts, read once.</param>
    /// <param name="moments">What data-dependent functions of the formula stand for; null where it has none.</param>
    /// <param name="threads">The most threads to use; 0 for one a processor.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public CrossProducts Sum(IEnumerable<Table> parts, ColumnMoments? moments = null, int threads = 0, CancellationToken cancellationToken = default) =>
        CrossProducts.Of(parsed.Value, parts, Options(FitMethod.Reml, null), moments, threads, cancellationToken);

    /// <inheritdoc cref="Sum"/>
    public Task<CrossProducts> SumAsync(IAsyncEnumerable<Table> parts, ColumnMoments? moments = null, int threads = 0, CancellationToken cancellationToken = default) =>
        CrossProducts.OfAsync(parsed.Value, parts, Options(FitMethod.Reml, null), moments, threads, cancellationToken);

    private FitOptions Options(FitMethod method, NoticePolicy? notices) => new()
    {
        Method = method,
        Missing = Missing,
        Weights = Weights,
        WeightKind = WeightKind,
        Functions = Functions.ToImmutableDictionary(f => (f.Name, f.Arguments), f => f.Body),
        Notices = notices ?? NoticePolicy.Default,
    };
}
