using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Fitting.Generalized.Separation;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>
/// What the engine of generalised models found. Arrays follow the order of the input: fixed-effects columns and random terms as given; everything
/// is in the user's units, whatever origins and scales the engine worked in. u ~ N(0, I), so θ is absolute.
/// </summary>
internal sealed record GeneralizedSolution : IModelSolution
{
    /// <summary>How it was fitted.</summary>
    public required GeneralizedOptions Options { get; init; }

    /// <summary>−2 log L under the approximation, including all constants (binomial coefficients, factorials).</summary>
    public required double Criterion { get; init; }

    /// <summary>θ: for each term the lower Cholesky factor of the covariance by columns, diagonals ≥ 0.</summary>
    public required double[] Theta { get; init; }

    /// <summary>Indices of the fixed-effects columns kept, ascending.</summary>
    public required ImmutableArray<int> Kept { get; init; }

    /// <summary>For each dropped column, its index and the kept columns that it is a combination of.</summary>
    public required ImmutableArray<AliasedColumn> Aliased { get; init; }

    /// <summary>β̂ of the kept columns.</summary>
    public required double[] Beta { get; init; }

    /// <summary>β̂ of the kept columns of all linear predictors, the conditional one first; with one predictor <see cref="Beta"/>.</summary>
    public required double[] StackedBeta { get; init; }

    /// <summary>The covariance of <see cref="StackedBeta"/> and θ̂; null where <see cref="JointCovariance"/> is.</summary>
    public required double[,]? StackedCovariance { get; init; }

    /// <summary>The other linear predictors: dispersion, zero inflation, shape. Their random-effects terms follow those of the conditional predictor in θ and among the modes.</summary>
    public required ImmutableArray<PredictorSolution> Others { get; init; }

    /// <inheritdoc/>
    public ThresholdSolution? Thresholds { get; init; }

    /// <summary>
    /// The covariance matrix of β̂: the β part of twice the inverse Hessian of the criterion in (β, θ); for
    /// <see cref="Approximation.Fast"/>, or if that Hessian is not positive definite, the matrix given θ̂.
    /// </summary>
    public required double[,] Covariance { get; init; }

    /// <summary>
    /// The covariance of (β̂, θ̂), twice the inverse Hessian; zero for a θ held at 0. Null for <see cref="Approximation.Fast"/> or where the Hessian is not
    /// positive definite.
    /// </summary>
    public required double[,]? JointCovariance { get; init; }

    /// <summary>The covariance matrix of β̂ given θ̂, (R_XᵀR_X)⁻¹ = (XᵀV⁻¹X)⁻¹ of the working linear model.</summary>
    public required double[,] ConditionalCovariance { get; init; }

    /// <summary>For each term, levels × columns: the conditional modes b̂.</summary>
    public required double[][,] ConditionalModes { get; init; }

    /// <summary>For each term, levels × k·k: the conditional covariance of each level's b given θ̂, β̂, row-major k × k blocks.</summary>
    public required double[][,] ConditionalCovariances { get; init; }

    /// <summary>η̂ = Xβ̂ + Zb̂ + offset, n numbers.</summary>
    public required double[] LinearPredictor { get; init; }

    /// <summary>μ̂ of one trial or unit, n numbers.</summary>
    public required double[] Fitted { get; init; }

    /// <summary>Evaluations of the criterion with β profiled.</summary>
    public required int FastEvaluations { get; init; }

    /// <summary>Evaluations of the joint criterion, each with its gradient, without those for the Hessian.</summary>
    public required int JointEvaluations { get; init; }

    /// <summary>Evaluations of the gradient, including those for the Hessian.</summary>
    public required int Gradients { get; init; }

    /// <summary>The largest absolute component of the criterion's gradient in the parameters that were optimised, in user units.</summary>
    public required double GradientMaxAbs { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why the verdict is not <see cref="Verdict.Converged"/>, as a clause without capital or full stop; empty when it is.</summary>
    public required string VerdictReason { get; init; }

    /// <summary>Terms and columns whose variance is zero; a pair (t, −1) for a perfect correlation inside term t.</summary>
    public required ImmutableArray<(int Term, int Column)> Vanished { get; init; }

    /// <inheritdoc/>
    public required ImmutableArray<(int Term, int Column)> Unidentified { get; init; }

    /// <summary>
    /// A direction in the space of the kept coefficients (user's units, largest entry ±1) along which the likelihood keeps growing: the fixed
    /// effects separate the outcomes. Null when there is none.
    /// </summary>
    public required double[]? Separation { get; init; }

    /// <summary>
    /// In a model of several linear predictors, or with thresholds, a direction in the space of all coefficients (as <see cref="StackedBeta"/>) along which the search has followed the likelihood until it rose
    /// no more noticeably; null where there is none. What else is here describes the point where it stopped.
    /// </summary>
    public double[]? Saturated { get; init; }

    /// <summary>The limit of the likelihood along <see cref="Separation"/>, which everything else here then describes; null if there is no such direction.</summary>
    public SeparationLimit? Limit { get; init; }

    /// <summary>How much more quadrature nodes change the criterion at the estimates, and how many nodes; null if that was not checked.</summary>
    public QuadratureCheck? MoreNodes { get; init; }

    /// <summary>The data row where the inner problem last failed, with its linear predictor; null if it never failed.</summary>
    public required InnerFailure? Failure { get; init; }

    /// <summary>
    /// The criterion at another θ (in the same order; columns may have any sign) and, if given, β of the kept columns. Without β it is the Laplace value
    /// with β profiled inside the inner problem, whatever the fit's approximation. Infinite where the inner problem has no solution. Safe to
    /// call from several threads.
    /// </summary>
    public required Func<ReadOnlyMemory<double>, ReadOnlyMemory<double>?, double> CriterionAt { get; init; }

    /// <summary>The conditional modes û in the engine's order and units; null where they were not kept.</summary>
    public EffectsVector? InternalModes { get; init; }

    /// <summary>The problem that was solved.</summary>
    public required GeneralizedProblem Problem { get; init; }

    /// <inheritdoc/>
    public required ModelMatrices Matrices { get; init; }

    /// <inheritdoc/>
    /// <remarks>The family has the dispersion and shape that were found.</remarks>
    public required GeneralizedResponse Response { get; init; }

    /// <inheritdoc/>
    public double ReportedSigma => RowFamily.Sigma(Family, Others);

    /// <inheritdoc/>
    public FamilyDefinition FamilyAt(int row) => Others.All(o => o.IsConstant && o.Predictor != Predictor.ZeroInflation)
        ? Family
        : RowFamily.Of(Family, Others, [.. Others.Select(o => o.LinearPredictor[row])]);

    /// <inheritdoc/>
    public double MeanAt(int row) => Problem.Designs is null ? Fitted[row] : Response.Kernel.Mean(LinearPredictor[row]);

    /// <inheritdoc/>
    public FamilyDefinition Family => Response.Family;

    /// <inheritdoc/>
    public Link Link => Response.Link;

    /// <inheritdoc/>
    public bool IsLinear => false;

    /// <inheritdoc/>
    public GeneralizedOptions? Integration => Options;

    /// <inheritdoc/>
    public MethodDescription Method => GeneralizedMethod.Describe(Options, isMixed: !Matrices.Random.IsEmpty);

    /// <inheritdoc/>
    public bool ProfilesCoefficients => false;

    /// <inheritdoc/>
    public double? ResidualSquares => null;

    /// <inheritdoc/>
    public bool IsSeparated => Limit is not null;

    /// <inheritdoc/>
    public double[] ShownTheta => Theta;

    /// <inheritdoc/>
    public bool IsReml => false;

    /// <summary>1: the dispersion of a family that has one is a linear predictor (<see cref="Others"/>).</summary>
    public double Sigma => 1;

    /// <inheritdoc/>
    /// <remarks>All coefficients of the other linear predictors, or the thresholds.</remarks>
    public int DispersionCount => StackedBeta.Length - Beta.Length;

    /// <inheritdoc/>
    public int Evaluations => FastEvaluations + JointEvaluations;

    /// <inheritdoc/>
    /// <remarks>With several linear predictors β is that of all of them, or of the conditional one with the others at their estimates; without β it is all at their estimates.</remarks>
    public double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta) =>
        Problem.Designs is null ? CriterionAt(theta, beta) : CriterionAt(theta, Stacked(beta is { } given ? given.Span : Beta));

    /// <inheritdoc/>
    public CriterionGradient GradientAt(double[] theta, double[]? beta)
    {
        if (beta is null)
        {
            throw new ArgumentException("The criterion of a generalised model is a function of coefficients and covariance parameters: pass both.", nameof(beta));
        }

        double[] stacked = Stacked(beta);
        double[] point = Problem.Parameters.Point(Problem.Coefficients.ToInternal(stacked), Problem.Layout.ToInternal(theta)), inner = new double[point.Length];
        double value = Problem.JointAt(point, InternalModes, out _).Evaluate(point, inner);
        var gradient = new double[inner.Length];
        Problem.Coefficients.GradientToUser(inner.AsSpan(0, stacked.Length), gradient);
        CriterionGradient.InTheta(inner.AsSpan(stacked.Length), theta, Problem.Layout).CopyTo(gradient, stacked.Length);
        return new CriterionGradient(value, beta.Length == stacked.Length ? gradient : [.. gradient[..beta.Length], .. gradient[stacked.Length..]]);
    }

    /// <inheritdoc/>
    public EffectsCovariance EffectsCovariance(CancellationToken cancellationToken)
    {
        if (Thresholds is not null)
        {
            return OrdinalEquations.OfRows(this, cancellationToken);
        }

        if (!OnePredictor.Holds(this))
        {
            return StackedEffects(cancellationToken);
        }

        OnePredictor.Require(this);
        return MixedModelEquations.OfRows(this, cancellationToken);
    }

    /// <inheritdoc/>
    public EffectsCovariance StackedEffects(CancellationToken cancellationToken) => Generalized.StackedEffects.Of(Problem, StackedBeta, Theta, StackedCovariance, InternalModes, cancellationToken);

    /// <inheritdoc/>
    public LevelEffects? EffectsByLevel(CancellationToken cancellationToken) =>
        Problem.Designs is null || Thresholds is not null || Problem.Layout.Factors.Length != 1 || StackedCovariance is not { } known ? null
        : Generalized.StackedEffects.Of(Problem, StackedBeta, Theta, known, InternalModes, cancellationToken).ByLevel(known);

    /// <inheritdoc/>
    public (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? WorkingProducts(CancellationToken cancellationToken)
    {
        if (Thresholds is not null)
        {
            return OrdinalEquations.WorkingProducts(this, cancellationToken);
        }

        OnePredictor.Require(this);
        (ImmutableArray<GroupColumns> groups, CrossProductBlocks products, _, _) = MixedModelEquations.WorkingProducts(this, cancellationToken);
        return (groups, products);
    }

    /// <inheritdoc/>
    public IEnumerable<Notice> Notices() => GeneralizedNotices.Of(this);

    /// <inheritdoc/>
    public string Remedy => Separation is not null
        ? "the notice of separation names the coefficients concerned"
        : "look for predictors of very different scales, or simplify the random effects";

    /// <inheritdoc/>
    public string Difficulty => Failure is { } failure
        ? FormattableString.Invariant($" During the search the random effects could not be computed at some parameter values; check row {failure.Row}, where the linear predictor was {failure.LinearPredictor:G4}.")
        : "";

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
    /// <remarks>
    /// Another response is not fitted from this fit's estimates: in trials that took as many evaluations or more, because the fast stage finds its way from
    /// moment estimates in three or four.
    /// </remarks>
    public IModelSolution Refit(RefitChanges changes, CancellationToken cancellationToken)
    {
        ModelMatrices changed = changes.Apply(Matrices);
        RefitResponse.Require(changed, Family, changed.Response);
        return Fit(changed, Problem.Designs, Options, changes.Start, cancellationToken);
    }

    /// <inheritdoc/>
    public IModelSolution FitTo(ModelMatrices matrices, CancellationToken cancellationToken) => Fit(matrices, DesignsOf(matrices), Options with { CoefficientPrior = null }, null, cancellationToken);

    /// <inheritdoc/>
    public IModelSolution ForProfiles(CancellationToken cancellationToken) =>
        Options.Approximation == Approximation.Fast ? Fit(Matrices, Problem.Designs, Options with { Approximation = Approximation.Laplace }, null, cancellationToken) : this;

    /// <inheritdoc/>
    public HeldCriterion Hold(HeldQuantity quantity) => Problem.Hold(quantity, StackedBeta, Theta, InternalModes);

    /// <inheritdoc/>
    public IModelSolution FitRows(int[] rows, CancellationToken cancellationToken) => Fit(
        RowSubset.Of(Matrices, rows),
        Problem.Designs is { } designs ? PredictorDesigns.Of(RowSubset.Of(Matrices, rows), Family, Link) ?? designs with { Others = [.. designs.Others.Select(o => RowSubset.Of(o, rows))] } : null,
        Options,
        null,
        cancellationToken);

    private GeneralizedSolution Fit(ModelMatrices matrices, PredictorDesigns? designs, GeneralizedOptions options, double[]? start, CancellationToken cancellationToken) =>
        GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, Family, Link), designs, options, start, null, cancellationToken);

    /// <summary>The other predictors of a design of this model: those that come with it, or the same ones.</summary>
    private PredictorDesigns? DesignsOf(ModelMatrices matrices) => Problem.Designs is null ? null : PredictorDesigns.Of(matrices, Family, Link) ?? Problem.Designs;

    /// <summary>The coefficients of all predictors: as given, or the conditional ones as given and the others at their estimates.</summary>
    private double[] Stacked(ReadOnlySpan<double> beta) => beta.Length == StackedBeta.Length ? beta.ToArray() : [.. beta, .. StackedBeta.AsSpan(beta.Length)];
}
