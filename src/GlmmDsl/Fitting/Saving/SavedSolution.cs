using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Fitting.Saving;

/// <summary>A solution that was read from a file: what the engine found, without the rows that it found it in. What needs them is refused.</summary>
internal sealed record SavedSolution : IModelSolution
{
    /// <inheritdoc/>
    public required ModelMatrices Matrices { get; init; }

    /// <inheritdoc/>
    public required ResponseFamily Family { get; init; }

    /// <inheritdoc/>
    public required Link Link { get; init; }

    /// <inheritdoc/>
    public required MethodDescription Method { get; init; }

    /// <inheritdoc/>
    public required GeneralizedOptions? Integration { get; init; }

    /// <inheritdoc/>
    public required bool ProfilesCoefficients { get; init; }

    /// <inheritdoc/>
    public required bool IsReml { get; init; }

    /// <inheritdoc/>
    public required double Criterion { get; init; }

    /// <inheritdoc/>
    public required double[] Theta { get; init; }

    /// <inheritdoc/>
    public required double[] ShownTheta { get; init; }

    /// <inheritdoc/>
    public required double Sigma { get; init; }

    /// <inheritdoc/>
    public required int DispersionCount { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<int> Kept { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<AliasedColumn> Aliased { get; init; }

    /// <inheritdoc/>
    public required double[] Beta { get; init; }

    /// <inheritdoc/>
    public required double[,] Covariance { get; init; }

    /// <inheritdoc/>
    public required double[,] ConditionalCovariance { get; init; }

    /// <inheritdoc/>
    public required double[,]? JointCovariance { get; init; }

    /// <inheritdoc/>
    public required double[][,] ConditionalModes { get; init; }

    /// <inheritdoc/>
    public required double[][,] ConditionalCovariances { get; init; }

    /// <inheritdoc/>
    public required double? ResidualSquares { get; init; }

    /// <inheritdoc/>
    public required int Evaluations { get; init; }

    /// <inheritdoc/>
    public required int Gradients { get; init; }

    /// <inheritdoc/>
    public required double GradientMaxAbs { get; init; }

    /// <inheritdoc/>
    public required Verdict Verdict { get; init; }

    /// <inheritdoc/>
    public required string VerdictReason { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<(int Term, int Column)> Vanished { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<(int Term, int Column)> Unidentified { get; init; }

    /// <summary>The cross-products of the working linear model; null where they were not saved.</summary>
    public required (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? Products { get; init; }

    /// <inheritdoc/>
    public double[] LinearPredictor => [];

    /// <inheritdoc/>
    public double[] Fitted => [];

    /// <inheritdoc/>
    public bool IsSeparated => false;

    /// <inheritdoc/>
    public GeneralizedResponse Response => throw NeedsRows("response");

    /// <inheritdoc/>
    public double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta) => throw NeedsRows("criterion at other points");

    /// <inheritdoc/>
    public CriterionGradient GradientAt(double[] theta, double[]? beta) => throw NeedsRows("criterion at other points");

    /// <inheritdoc/>
    public EffectsCovariance EffectsCovariance(CancellationToken cancellationToken) => Products is var (groups, products)
        ? MixedModelEquations.OfProducts(this, groups, products, cancellationToken)
        : throw new InvalidOperationException(
            "This fit was loaded from a file without cross-products, which the joint covariance of coefficients and random effects takes. Save it with them, or predict from the fit to the rows.");

    /// <inheritdoc/>
    public (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? WorkingProducts(CancellationToken cancellationToken) => Products;

    /// <inheritdoc/>
    public VarianceSensitivity Satterthwaite(CancellationToken cancellationToken) => throw NoSensitivity("Satterthwaite's method");

    /// <inheritdoc/>
    public VarianceSensitivity KenwardRoger(Information information, CancellationToken cancellationToken) => throw NoSensitivity("Kenward and Roger's method");

    /// <inheritdoc/>
    public IEnumerable<Notice> Notices() => [];

    /// <inheritdoc/>
    public IModelSolution Refit(RefitChanges changes, CancellationToken cancellationToken) => throw NeedsRows("refits");

    /// <inheritdoc/>
    public IModelSolution FitTo(ModelMatrices matrices, CancellationToken cancellationToken) => throw NeedsRows("refits");

    /// <inheritdoc/>
    public IModelSolution FitRows(int[] rows, CancellationToken cancellationToken) => throw NeedsRows("refits");

    /// <inheritdoc/>
    public IModelSolution ForProfiles(CancellationToken cancellationToken) => throw NeedsRows("profiles");

    /// <inheritdoc/>
    public HeldCriterion Hold(HeldQuantity quantity) => throw NeedsRows("profiles");

    private InvalidOperationException NoSensitivity(string method) => new(ProfilesCoefficients
        ? $"This fit was loaded from a file without cross-products, which {method} takes. Save it with them, or use the fit to the rows."
        : $"{method} is for linear models: degrees of freedom count what estimating a residual variance costs, and a generalised model has none. Use Wald(), or compare fits by their likelihood.");

    private static InvalidOperationException NeedsRows(string what) =>
        new($"This fit was loaded from a file, without rows: it has no {what}. Fit the model to the rows again.");
}
