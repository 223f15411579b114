using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting;

/// <summary>
/// What an engine found, and what it can be asked to do again. Results, inference, prediction and summaries use this interface and never ask which engine it
/// was. Everything is in the user's units.
/// </summary>
internal interface IModelSolution
{
    /// <summary>The design that was fitted.</summary>
    ModelMatrices Matrices { get; }

    /// <summary>The distribution of the response.</summary>
    FamilyDefinition Family { get; }

    /// <summary>The link, never <see cref="Link.Default"/>.</summary>
    Link Link { get; }

    /// <summary>The response that was fitted, as the family sees it; made when asked for.</summary>
    GeneralizedResponse Response { get; }

    /// <summary>What was fitted and how, in words.</summary>
    MethodDescription Method { get; }

    /// <summary>How the random effects are integrated out, and the prior; null where the integral is exact and there is none.</summary>
    GeneralizedOptions? Integration { get; }

    /// <summary>Whether the model is linear with one residual variance.</summary>
    bool IsLinear => Family.IsLinear(Link);

    /// <summary>Whether β is profiled out of the criterion, which is then a function of θ alone; otherwise it is a function of (β, θ).</summary>
    bool ProfilesCoefficients { get; }

    /// <summary>Whether the criterion is REML.</summary>
    bool IsReml { get; }

    /// <summary>The minimised criterion, −2 log L or its restricted form, including all constants.</summary>
    double Criterion { get; }

    /// <summary>θ by terms, each as its covariance structure orders it (an unstructured one the lower triangle of Λ by columns): in units of σ for linear models, absolute for others.</summary>
    double[] Theta { get; }

    /// <summary>θ as it is shown: NaN where the criterion does not depend on it.</summary>
    double[] ShownTheta { get; }

    /// <summary>σ̂ of a linear model; 1 where the family has no dispersion.</summary>
    double Sigma { get; }

    /// <summary>What R's <c>sigma()</c> gives: σ̂ of a linear model; of other families with a dispersion what glmmTMB derives from it; NaN where rows have dispersions of their own.</summary>
    double ReportedSigma => Sigma;

    /// <summary>The linear predictors beside the conditional one; empty where there are none.</summary>
    ImmutableArray<PredictorSolution> Others => [];

    /// <summary>The distribution of a row, with the dispersion, shape and zero inflation that it has.</summary>
    /// <param name="row">The row.</param>
    FamilyDefinition FamilyAt(int row) => Family;

    /// <summary>μ̂ of a row, which the link gives: the mean of one trial before truncation and zero inflation.</summary>
    /// <param name="row">The row.</param>
    double MeanAt(int row) => Fitted[row];

    /// <summary>φ: σ̂² of a linear model; 1 where the family has no dispersion.</summary>
    double Dispersion => Sigma * Sigma;

    /// <summary>The number of parameters estimated beside β and θ: of the dispersion, other linear predictors, and thresholds.</summary>
    int DispersionCount { get; }

    /// <summary>The thresholds of an ordinal model; null for any other.</summary>
    ThresholdSolution? Thresholds => null;

    /// <summary>Indices of the fixed-effects columns kept, ascending.</summary>
    ImmutableArray<int> Kept { get; }

    /// <summary>The dropped columns.</summary>
    ImmutableArray<AliasedColumn> Aliased { get; }

    /// <summary>β̂ of the kept columns.</summary>
    double[] Beta { get; }

    /// <summary>The covariance matrix of β̂.</summary>
    double[,] Covariance { get; }

    /// <summary>The covariance matrix of β̂ given θ̂; the same matrix where β is profiled.</summary>
    double[,] ConditionalCovariance { get; }

    /// <summary>The covariance matrix of (β̂, θ̂); null where the engine does not know it.</summary>
    double[,]? JointCovariance { get; }

    /// <summary>The covariance matrix of the coefficients of all linear predictors, the conditional one first, and θ̂; null where the engine does not know it.</summary>
    double[,]? StackedCovariance => JointCovariance;

    /// <summary>For each term, levels × columns: the conditional modes b̂.</summary>
    double[][,] ConditionalModes { get; }

    /// <summary>For each term, levels × k·k: the conditional covariance of each level's b given θ̂, β̂.</summary>
    double[][,] ConditionalCovariances { get; }

    /// <summary>η̂ = Xβ̂ + Zb̂ + offset, n numbers; empty without rows.</summary>
    double[] LinearPredictor { get; }

    /// <summary>Σ wᵢeᵢ², e the residuals about the conditional modes. A fit without rows has this sum but no residuals; null if the engine does not compute it.</summary>
    double? ResidualSquares { get; }

    /// <summary>Whether the fixed effects separate the outcomes: estimates are infinite, and the criterion is a limit that no finite estimates reach.</summary>
    bool IsSeparated { get; }

    /// <summary>Fitted means, n numbers; in a binomial model, of one trial.</summary>
    double[] Fitted { get; }

    /// <summary>Evaluations of the criterion by the search.</summary>
    int Evaluations { get; }

    /// <summary>Evaluations of the gradient, including those that are differenced for the Hessian.</summary>
    int Gradients { get; }

    /// <summary>The largest absolute component of the gradient in the parameters that were optimised.</summary>
    double GradientMaxAbs { get; }

    /// <summary>The verdict.</summary>
    Verdict Verdict { get; }

    /// <summary>Why the verdict is not <see cref="Verdict.Converged"/>, as a clause without capital or full stop; empty when it is.</summary>
    string VerdictReason { get; }

    /// <summary>Terms and columns whose variance is zero; a pair (t, −1) for a perfect correlation inside term t.</summary>
    ImmutableArray<(int Term, int Column)> Vanished { get; }

    /// <summary>Terms and columns whose variance the data cannot identify, because the fixed effects contain the same columns; not among <see cref="Vanished"/>.</summary>
    ImmutableArray<(int Term, int Column)> Unidentified { get; }

    /// <summary>The criterion at another θ and, in a generalised model, another β of the kept columns; β is profiled if none is given.</summary>
    /// <remarks>A prior's part is left out. Infinite where the criterion has no value.</remarks>
    double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta);

    /// <summary>The criterion with its exact gradient at another point, as the fit minimises it, including a prior's part. Safe to call from several threads.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="beta">β of the kept columns; null where β is profiled (<see cref="ProfilesCoefficients"/>).</param>
    /// <exception cref="ArgumentException">β was given to an engine that profiles it, or not given to one that does not.</exception>
    CriterionGradient GradientAt(double[] theta, double[]? beta);

    /// <summary>The criterion with gradient and Hessian at another point, and so the information in its parameters.</summary>
    /// <inheritdoc cref="GradientAt"/>
    PointDerivatives DerivativesAt(double[] theta, double[]? beta, CancellationToken cancellationToken) => PointDerivatives.Of(this, theta, beta, cancellationToken);

    /// <summary>The fitted values of a linear model at another θ, with β and b estimated there: how they depend on θ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">A generalised model.</exception>
    double[] FittedAt(double[] theta, CancellationToken cancellationToken) => throw new InvalidOperationException("Fitted values at another θ are those of linear models.");

    /// <summary>The joint covariance of (β̂, b̂) given θ̂.</summary>
    /// <exception cref="InvalidOperationException">The solution does not have what it takes: the rows of a generalised model; or outcomes are separated.</exception>
    /// <exception cref="ModelDataException">The factor does not fit in memory.</exception>
    EffectsCovariance EffectsCovariance(CancellationToken cancellationToken = default);

    /// <summary>
    /// The joint covariance of the coefficients of all linear predictors and their random effects, counting the errors of all parameters: glmmTMB's. Contrasts have the stacked coefficients of all
    /// predictors, and the terms of all predictors.
    /// </summary>
    /// <exception cref="InvalidOperationException">The solution does not have what it takes: the rows of a generalised model.</exception>
    EffectsCovariance StackedEffects(CancellationToken cancellationToken = default) => EffectsCovariance(cancellationToken);

    /// <summary>What <see cref="StackedEffects"/> is without rows, for a file; null where a model has one linear predictor, or its random effects several grouping factors.</summary>
    LevelEffects? EffectsByLevel(CancellationToken cancellationToken) => null;

    /// <summary>The cross-products of the linear model, or of the working linear model at the solution, with the columns of each grouping factor; null where they are not at hand.</summary>
    (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? WorkingProducts(CancellationToken cancellationToken);

    /// <summary>How the covariance of β̂ depends on variance parameters, whose covariance is from the observed information: for Satterthwaite's method.</summary>
    /// <exception cref="InvalidOperationException">A generalised model.</exception>
    VarianceSensitivity Satterthwaite(CancellationToken cancellationToken) => throw new InvalidOperationException(
        "Satterthwaite's method is for linear models: degrees of freedom count what estimating a residual variance costs, and a generalised model has none. Use Wald(), or compare fits by their likelihood.");

    /// <summary>The same for Kenward and Roger's method, with the adjusted covariance.</summary>
    /// <exception cref="InvalidOperationException">A generalised model.</exception>
    VarianceSensitivity KenwardRoger(Information information, CancellationToken cancellationToken) => throw new InvalidOperationException(
        "Kenward and Roger's method is for linear models fitted by REML. Use Wald(), or compare fits by their likelihood.");

    /// <summary>XᵀWX of the kept columns, where the engine keeps it so that it need not be summed over the rows again; else null.</summary>
    double[,]? FixedCrossProducts() => null;

    /// <summary>Notices that only this engine can raise, in addition to those that follow from this interface.</summary>
    IEnumerable<Notice> Notices();

    /// <summary>What to do when the fit did not converge, worded as the end of a sentence.</summary>
    string Remedy => "look for predictors of very different scales, or simplify the random effects";

    /// <summary>Where a fit that did not converge got into difficulties: a sentence with a leading space, or empty where that is not known.</summary>
    string Difficulty => "";

    /// <summary>Adds Xβ̂ to linear predictors. Where outcomes are separated it adds ±∞ in the rows that the separation decides, and NaN where the side is open.</summary>
    /// <param name="columns">The kept fixed-effects columns.</param>
    /// <param name="predictor">Receives the sums, one per row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    void AddFixedPart(IReadOnlyList<double[]> columns, double[] predictor, CancellationToken cancellationToken) => AddFinitePart(Beta, columns, predictor, cancellationToken);

    /// <summary>Adds Xβ to linear predictors, β finite.</summary>
    static void AddFinitePart(double[] beta, IReadOnlyList<double[]> columns, double[] predictor, CancellationToken cancellationToken)
    {
        for (int k = 0; k < columns.Count; k++)
        {
            double[] column = columns[k];
            cancellationToken.ThrowIfCancellationRequested();
            for (int row = 0; row < predictor.Length; row++)
            {
                predictor[row] += column[row] * beta[k];
            }
        }
    }

    /// <summary>The model fitted again by the same engine and method.</summary>
    /// <param name="changes">What changes.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="InvalidOperationException">A change that the engine does not take.</exception>
    /// <exception cref="ModelDataException">No model can be fitted so.</exception>
    IModelSolution Refit(RefitChanges changes, CancellationToken cancellationToken);

    /// <summary>A workspace for fits to one response after another, as <see cref="Refit"/> makes them, of which only estimates are wanted.</summary>
    /// <param name="cancellationToken">Ends a fit early.</param>
    ResponseRefits Refits(CancellationToken cancellationToken) => new SolutionRefits(this, cancellationToken);

    /// <summary>
    /// The fit of the same model by the criterion that profiles are of, which is −2 log L itself: of a REML fit that by maximum likelihood, of one with β profiled
    /// inside the inner problem that by the Laplace approximation; else this fit.
    /// </summary>
    /// <param name="cancellationToken">Ends the fit early.</param>
    IModelSolution ForProfiles(CancellationToken cancellationToken);

    /// <summary>The criterion with one quantity held, near the estimates of a fit that <see cref="ForProfiles"/> gives.</summary>
    /// <param name="quantity">The quantity.</param>
    HeldCriterion Hold(HeldQuantity quantity);

    /// <summary>Another design of the same rows fitted by the same engine and method, without a prior.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ModelDataException">No model can be fitted so.</exception>
    IModelSolution FitTo(ModelMatrices matrices, CancellationToken cancellationToken);

    /// <summary>Some of the rows fitted by the same engine and method, with the same prior. Levels without rows stay and have modes of 0.</summary>
    /// <param name="rows">The rows, ascending.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="InvalidOperationException">A fit without rows.</exception>
    /// <exception cref="ModelDataException">The rows determine no model.</exception>
    IModelSolution FitRows(int[] rows, CancellationToken cancellationToken);
}
