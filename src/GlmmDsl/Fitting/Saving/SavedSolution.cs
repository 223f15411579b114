using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Separation;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Fitting.Saving;

/// <summary>A solution that was read from a file: what the engine found, without the rows that it found it in. What needs them is refused.</summary>
internal sealed record SavedSolution : IModelSolution
{
    /// <inheritdoc/>
    public required ModelMatrices Matrices { get; init; }

    /// <inheritdoc/>
    public required FamilyDefinition Family { get; init; }

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
    /// <remarks>A Gaussian model with a dispersion formula or zero inflation is none.</remarks>
    public bool IsLinear => Others.IsEmpty && Family.IsLinear(Link);

    /// <inheritdoc/>
    public double ReportedSigma => IsLinear ? Sigma : RowFamily.Sigma(Family, Others);

    /// <inheritdoc/>
    public required ImmutableArray<PredictorSolution> Others { get; init; }

    /// <inheritdoc/>
    public required ThresholdSolution? Thresholds { get; init; }

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
    public required double[,]? StackedCovariance { get; init; }

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
    public bool IsSeparated => Limit is not null;

    /// <summary>The limit of the likelihood of separated outcomes; null where they are not. Its sides, one a row, are empty.</summary>
    public SeparationLimit? Limit { get; init; }

    /// <inheritdoc/>
    public GeneralizedResponse Response => throw NeedsRows("it has no response");

    /// <inheritdoc/>
    public double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta) => throw NeedsMore("the criterion at other points");

    /// <inheritdoc/>
    public CriterionGradient GradientAt(double[] theta, double[]? beta) => throw NeedsMore("the criterion at other points");

    /// <inheritdoc/>
    public void AddFixedPart(IReadOnlyList<double[]> columns, double[] predictor, CancellationToken cancellationToken)
    {
        if (Limit is not null)
        {
            Limit.AddFixedPart(columns, predictor, cancellationToken);
            return;
        }

        IModelSolution.AddFinitePart(Beta, columns, predictor, cancellationToken);
    }

    /// <inheritdoc/>
    public EffectsCovariance StackedEffects(CancellationToken cancellationToken) => ByLevel ?? throw NeedsRows(
        "the joint covariance of random effects of several grouping factors and of the coefficients of several linear predictors takes them. Predictions with random effects of zero (PredictionOf.Mean) have their errors");

    /// <summary>The joint covariance of coefficients and random effects of several linear predictors; null where it was not saved.</summary>
    public required LevelEffects? ByLevel { get; init; }

    /// <inheritdoc/>
    public LevelEffects? EffectsByLevel(CancellationToken cancellationToken) => ByLevel;

    /// <inheritdoc/>
    public EffectsCovariance EffectsCovariance(CancellationToken cancellationToken)
    {
        if (Thresholds is not null && Products is var (ordinalGroups, ordinalProducts))
        {
            return OrdinalEquations.OfProducts(this, ordinalGroups, ordinalProducts, cancellationToken);
        }

        if (Thresholds is null && !OnePredictor.Holds(this))
        {
            return StackedEffects(cancellationToken);
        }

        if (Thresholds is null)
        {
            OnePredictor.Require(this);
        }

        return Products is var (groups, products) ? MixedModelEquations.OfProducts(this, groups, products, cancellationToken) : throw (IsSeparated ? MixedModelEquations.Separated() : new InvalidOperationException(
            "This fit was loaded from a file without cross-products, which the joint covariance of coefficients and random effects takes. Save it with them, or predict from the fit to the rows."));
    }

    /// <inheritdoc/>
    public (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? WorkingProducts(CancellationToken cancellationToken) => Products;

    /// <inheritdoc/>
    public VarianceSensitivity Satterthwaite(CancellationToken cancellationToken) => throw NoSensitivity("Satterthwaite's method");

    /// <inheritdoc/>
    public VarianceSensitivity KenwardRoger(Information information, CancellationToken cancellationToken) => throw NoSensitivity("Kenward and Roger's method");

    /// <inheritdoc/>
    public IEnumerable<Notice> Notices() => [];

    /// <inheritdoc/>
    public IModelSolution Refit(RefitChanges changes, CancellationToken cancellationToken) => throw NeedsMore("another fit of the model");

    /// <inheritdoc/>
    public IModelSolution FitTo(ModelMatrices matrices, CancellationToken cancellationToken) => throw NeedsRows("another fit of the model takes the rows");

    /// <inheritdoc/>
    public IModelSolution FitRows(int[] rows, CancellationToken cancellationToken) => throw NeedsRows("another fit of the model takes the rows");

    /// <inheritdoc/>
    public IModelSolution ForProfiles(CancellationToken cancellationToken) => throw NeedsMore("a profile");

    /// <inheritdoc/>
    public HeldCriterion Hold(HeldQuantity quantity) => throw NeedsMore("a profile");

    private InvalidOperationException NoSensitivity(string method) => new(ProfilesCoefficients
        ? $"This fit was loaded from a file without cross-products, which {method} takes. Save it with them, or use the fit to the rows."
        : $"{method} is for linear models: degrees of freedom count what estimating a residual variance costs, and a generalised model has none. Use Wald(), or compare fits by their likelihood.");

    /// <summary>What a linear model has from its cross-products, and any other from its rows.</summary>
    private InvalidOperationException NeedsMore(string what) => ProfilesCoefficients
        ? new($"This fit was loaded from a file without cross-products, which {what} takes. Save it with them, or fit the model to the rows again.")
        : NeedsRows($"{what} takes the rows");

    private static InvalidOperationException NeedsRows(string why) =>
        new($"This fit was loaded from a file, without rows: {why}. Fit the model to the rows again.");
}
