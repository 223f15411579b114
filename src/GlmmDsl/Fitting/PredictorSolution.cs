using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting;

/// <summary>What was found for a linear predictor other than the conditional one.</summary>
internal sealed record PredictorSolution
{
    private readonly bool? isConstant;

    /// <summary>What it stands for.</summary>
    public required Predictor Predictor { get; init; }

    /// <summary>Its design: fixed-effects columns, random-effects terms, offset.</summary>
    public required ModelMatrices Matrices { get; init; }

    /// <summary>The place of its first random-effects term among those of all predictors, to whose θ and conditional modes the solution has them.</summary>
    public required int FirstTerm { get; init; }

    /// <summary>Indices of the fixed-effects columns kept, ascending.</summary>
    public required ImmutableArray<int> Kept { get; init; }

    /// <summary>The dropped columns.</summary>
    public required ImmutableArray<AliasedColumn> Aliased { get; init; }

    /// <summary>Its coefficients, on the scale of the predictor.</summary>
    public required double[] Beta { get; init; }

    /// <summary>Their covariance; zero for a coefficient at a boundary.</summary>
    public required double[,] Covariance { get; init; }

    /// <summary>η̂ in the design's order of rows.</summary>
    public required double[] LinearPredictor { get; init; }

    /// <summary>Whether it is one number for all rows. It is told by the columns; where there are no rows, it is set.</summary>
    public bool IsConstant
    {
        get => isConstant ?? HasConstantColumn;
        init => isConstant = value;
    }

    /// <summary>Whether the predictor has run to a boundary, where the likelihood is flat: the estimates are as good as infinite.</summary>
    public required bool IsAtBoundary { get; init; }

    private bool HasConstantColumn => Matrices.Random.IsEmpty && Matrices.Offset is null && Matrices.FixedColumns.Length == 1 && !Matrices.FixedColumns[0].AsSpan().ContainsAnyExcept(1.0);

    /// <summary>The design that prediction makes its columns by; null where it is one number without a formula of its own.</summary>
    /// <param name="model">The design of the model.</param>
    public ComponentDesign? DesignIn(ModelMatrices model) => Predictor switch
    {
        Predictor.ZeroInflation => model.ZeroInflation,
        Predictor.Dispersion => model.Dispersion,
        _ => null,
    };
}
