using System.Collections.Immutable;
using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>The contents of a typed model's attribute at run time that every kind of model has: formula, weights, missing values, functions.</summary>
/// <param name="formula">The formula, with the attribute's offset added.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DefinedModel(string formula)
{
    private readonly Lazy<Formula> parsed = new(() => Formula.Parse(formula));

    /// <summary>What to do with rows that have missing values.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>The column of weights; null if all rows have the same weight.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean.</summary>
    public WeightKind WeightKind { get; init; }

    /// <summary>The user's functions that the formula calls.</summary>
    public IReadOnlyList<UserFunction> Functions { get; init; } = [];

    /// <summary>The formula, parsed when first needed.</summary>
    private protected Formula Formula => parsed.Value;

    /// <summary>The options that every fit of the model has.</summary>
    private protected FitOptions Options(NoticePolicy? notices) => new()
    {
        Missing = Missing,
        Weights = Weights,
        WeightKind = WeightKind,
        Functions = Functions.ToImmutableDictionary(f => (f.Name, f.Arguments), f => f.Body),
        Notices = notices ?? NoticePolicy.Default,
    };
}
