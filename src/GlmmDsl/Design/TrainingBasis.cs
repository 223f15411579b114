using System.Collections.Immutable;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>
/// What the design took from the rows it was trained on: moments of data-dependent functions, levels of factors and groups. Prediction
/// uses these and never those of the new rows.
/// </summary>
internal sealed record TrainingBasis
{
    /// <summary>
    /// By a call's canonical text, its moments: <c>mean sd min max center</c> one number; <c>scale</c> mean and standard deviation;
    /// <c>poly</c> the coefficients of <see cref="OrthogonalPolynomials"/>.
    /// </summary>
    public required ImmutableDictionary<string, ImmutableArray<double>> Moments { get; init; }

    /// <summary>By canonical text of a factor inside an expression, all its levels in order: the order that <c>as.numeric</c> counts in.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> FactorLevels { get; init; }

    /// <summary>For a factor that is coded as columns, the levels that have rows, in order.</summary>
    public required ImmutableDictionary<PlanVariable, ImmutableArray<string>> CodedLevels { get; init; }

    /// <summary>The columns of the data that the formula uses, as the fit read them.</summary>
    public ImmutableArray<ColumnType> Columns { get; init; } = [];

    /// <summary>By key of a grouping factor (<see cref="GroupIndex.KeyOf"/>), the combinations that have rows.</summary>
    public required ImmutableDictionary<string, GroupIndex> Groups { get; init; }

    /// <summary>The columns of the data that predictors and offsets are made of, those of fixed effects first, with the values that stand for the rows.</summary>
    public ImmutableArray<ReferenceColumn> References { get; init; } = [];
}
