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
        var options = new FitOptions
        {
            Method = method,
            Missing = Missing,
            Weights = Weights,
            WeightKind = WeightKind,
            Functions = Functions.ToImmutableDictionary(f => (f.Name, f.Arguments), f => f.Body),
            Notices = notices ?? NoticePolicy.Default,
        };
        return MixedModel.Fit(parsed.Value, table, options, progress, cancellationToken);
    }
}
