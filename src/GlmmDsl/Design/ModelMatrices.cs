using System.Collections.Immutable;
using GlmmDsl.Design.Products;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>
/// What a formula and data become before any fitting: n rows of response, fixed-effects columns and random-effects terms, after the
/// missing-value policy. The engine's input; nothing after it knows whether rows came from a table or from a typed model.
/// </summary>
internal sealed record ModelMatrices
{
    /// <summary>The plan the columns were made by.</summary>
    public required DesignPlan Plan { get; init; }

    /// <summary>Number of rows, n.</summary>
    public required int RowCount { get; init; }

    /// <summary>The response, n numbers; the offset is not subtracted. Of a binomial model the successes.</summary>
    public required double[] Response { get; init; }

    /// <summary>The sum of the offsets, n numbers; null when there is none.</summary>
    public required double[]? Offset { get; init; }

    /// <summary>Weights of precision or frequency, n positive numbers; null when all are 1.</summary>
    public required double[]? Weights { get; init; }

    /// <summary>The trials of a binomial model, n numbers; null for any other.</summary>
    public double[]? Trials { get; init; }

    /// <summary>The categories of an ordinal response in their order, whose numbers from 0 are the response; empty for any other.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>The design of the zero inflation; null for a model without it.</summary>
    public ComponentDesign? ZeroInflation { get; init; }

    /// <summary>The design of the dispersion; null where it is one number for all rows, or the family has none.</summary>
    public ComponentDesign? Dispersion { get; init; }

    /// <summary>R's names of the p fixed-effects columns, aliased ones included.</summary>
    public required ImmutableArray<string> FixedNames { get; init; }

    /// <summary>The p fixed-effects columns, n numbers each; aliased ones included (the engine decides the rank).</summary>
    public required double[][] FixedColumns { get; init; }

    /// <summary>For each fixed-effects column, the index of its term in <see cref="DesignPlan.Fixed"/>.</summary>
    public required ImmutableArray<int> FixedTermOfColumn { get; init; }

    /// <summary>The random-effects terms in lme4's order (see <c>TermOrder</c>): the order of θ.</summary>
    public required ImmutableArray<RandomEffectsTerm> Random { get; init; }

    /// <summary>For each row, its index among the rows of the data (from 0).</summary>
    public required int[] SourceRows { get; init; }

    /// <summary>Whether the rows are at hand. Without them everything with one number per row is empty, and only the shape of the model is known.</summary>
    public bool HasRows { get; init; } = true;

    /// <summary>Without rows, the fingerprint of their responses and weights; null with rows.</summary>
    public RowFingerprint? Fingerprint { get; init; }

    /// <summary>Without rows, the second moments of the columns; null with rows, and where rows had different weights.</summary>
    public ColumnProducts? ColumnProducts { get; init; }

    /// <summary>Without rows, numbers of them that nothing else tells; null with rows, and where there are none.</summary>
    public RowTotals? Totals { get; init; }

    /// <summary>Whether the intercept is a column or lies, by construction, in the span of the indicators of a factor.</summary>
    public required bool SpansIntercept { get; init; }
}

/// <summary>Numbers of rows that are not at hand.</summary>
/// <param name="Observations">The number of observations: rows, or the sum of their frequencies.</param>
/// <param name="ResidualSumOfSquares">Σ(yᵢ − ŷᵢ)² about the conditional modes; null where it is not known.</param>
/// <param name="PearsonChiSquare">The sum of the squared Pearson residuals; null where overdispersion is not checked.</param>
/// <param name="NullCounts">Of a model of counts, what its null model expects; null where it is not known.</param>
internal sealed record RowTotals(int Observations, double? ResidualSumOfSquares, double? PearsonChiSquare, NullCounts? NullCounts);

/// <summary>The counts that a model of counts expects with an intercept in place of its fixed effects.</summary>
/// <param name="Mean">The mean count over the rows.</param>
/// <param name="AtIntercept">The count at the intercept, random effects and offsets zero.</param>
internal sealed record NullCounts(double Mean, double AtIntercept);

/// <summary>A grouping factor: the level of each row. Terms of one group share one instance.</summary>
/// <param name="Name">lme4's name, <c>b:a</c>.</param>
/// <param name="Levels">The q levels that occur, in order (for <c>b:a</c>, labels <c>b1:a1</c> with a's varying fastest, as R's <c>:</c> orders them).</param>
/// <param name="Codes">For each of the n rows the index of its level.</param>
internal sealed record GroupingFactor(string Name, ImmutableArray<string> Levels, int[] Codes);

/// <summary>One random-effects term: k columns, each with a random coefficient for every level of the group.</summary>
/// <param name="Group">The grouping factor.</param>
/// <param name="ColumnNames">R's names of the k columns.</param>
/// <param name="Columns">The k columns of n numbers; null stands for the constant 1.</param>
/// <param name="Source">The plan's term.</param>
internal sealed record RandomEffectsTerm(
    GroupingFactor Group,
    ImmutableArray<string> ColumnNames,
    double[]?[] Columns,
    PlanRandomTerm Source)
{
    private readonly CovarianceStructure? structure;

    /// <summary>Number of columns, k.</summary>
    public int Width => ColumnNames.Length;

    /// <summary>
    /// The covariance structure of the columns, that of the formula unless another is set. The parts of <c>||</c> and <c>diag(..)</c> are terms of one column each, for which all structures are the same.
    /// </summary>
    public CovarianceStructure Structure
    {
        get => Width == 1 ? CovarianceStructure.Unstructured : structure ?? Source.Source.Structure;
        init => structure = value;
    }
}
