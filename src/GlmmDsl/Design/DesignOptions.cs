using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>What a design needs to know in addition to formula and table.</summary>
internal sealed record DesignOptions
{
    /// <summary>What becomes of rows with missing values.</summary>
    public MissingValues Missing { get; init; } = MissingValues.Fail;

    /// <summary>What the response must be.</summary>
    public ResponseForm Response { get; init; }

    /// <summary>The name of the family in a sentence, for messages: a "Poisson" model.</summary>
    public string FamilyWords { get; init; } = "generalised";

    /// <summary>Whether the likelihood of identical rows of successes is that of their sums, so that weights can count rows.</summary>
    public bool CountsRows { get; init; } = true;

    /// <summary>The name of the column of weights; null when all rows weigh the same.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean.</summary>
    public WeightKind WeightKind { get; init; } = WeightKind.Precision;

    /// <summary>The formula of the zero inflation, without a response; null for none.</summary>
    public ModelTerms? ZeroInflation { get; init; }

    /// <summary>The formula of the dispersion, without a response; null where it is one number for all rows.</summary>
    public ModelTerms? Dispersion { get; init; }

    /// <summary>Offsets added to those of the formula.</summary>
    public ImmutableArray<ExpressionSyntax> Offsets { get; init; } = [];

    /// <summary>The user's functions of numbers, by name and number of arguments. The array handed to a function is reused between rows.</summary>
    public ImmutableDictionary<(string Name, int Arity), Func<double[], double>> Functions { get; init; } =
        ImmutableDictionary<(string Name, int Arity), Func<double[], double>>.Empty;
}
