using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting;

/// <summary>
/// What every engine finds, and what it can be asked to do again: results, inference, prediction and summaries hold to it and never ask which engine it
/// was. All in the user's units.
/// </summary>
internal interface IModelSolution
{
    /// <summary>The design that was fitted.</summary>
    ModelMatrices Matrices { get; }

    /// <summary>The distribution of the response.</summary>
    ResponseFamily Family { get; }

    /// <summary>The link, never <see cref="Link.Default"/>.</summary>
    Link Link { get; }

    /// <summary>The response that was fitted, as the family sees it; made when asked for.</summary>
    GeneralizedResponse Response { get; }

    /// <summary>What was fitted and how, in words.</summary>
    MethodDescription Method { get; }

    /// <summary>How the random effects are integrated out, and the prior; null where the integral is exact and there is none.</summary>
    GeneralizedOptions? Integration { get; }

    /// <summary>Whether β is profiled out of the criterion, which then is a function of θ alone; else it is one of (β, θ).</summary>
    bool ProfilesCoefficients { get; }

    /// <summary>Whether the criterion is REML.</summary>
    bool IsReml { get; }

    /// <summary>The minimised criterion, −2 log L or its restricted form, all constants included.</summary>
    double Criterion { get; }

    /// <summary>θ by terms, each as its covariance structure orders it (an unstructured one the lower triangle of Λ by columns): in units of σ for linear models, absolute for others.</summary>
    double[] Theta { get; }

    /// <summary>θ as it is shown: no number where the criterion does not depend on it.</summary>
    double[] ShownTheta { get; }

    /// <summary>σ̂ of a linear model; 1 where the family has no dispersion.</summary>
    double Sigma { get; }

    /// <summary>φ: σ̂² of a linear model; 1 where the family has no dispersion.</summary>
    double Dispersion => Sigma * Sigma;

    /// <summary>The number of dispersion parameters estimated.</summary>
    int DispersionCount { get; }

    /// <summary>Indices of the fixed-effects columns kept, ascending.</summary>
    ImmutableArray<int> Kept { get; }

    /// <summary>The dropped columns.</summary>
    ImmutableArray<AliasedColumn> Aliased { get; }

    /// <summary>β̂ of the kept columns.</summary>
    double[] Beta { get; }

    /// <summary>The covariance matrix of β̂.</summary>
    double[,] Covariance { get; }

    /// <summary>That conditional on θ̂; the same where β is profiled.</summary>
    double[,] ConditionalCovariance { get; }

    /// <summary>The covariance matrix of (β̂, θ̂); null where the engine does not know it.</summary>
    double[,]? JointCovariance { get; }

    /// <summary>For each term, levels × columns: the conditional modes b̂.</summary>
    double[][,] ConditionalModes { get; }

    /// <summary>For each term, levels × k·k: the conditional covariance of each level's b given θ̂, β̂.</summary>
    double[][,] ConditionalCovariances { get; }

    /// <summary>η̂ = Xβ̂ + Zb̂ + offset, n numbers; empty without rows.</summary>
    double[] LinearPredictor { get; }

    /// <summary>Σ wᵢeᵢ², e the residuals about the conditional modes, which a fit without rows cannot take from them; null where the engine does not sum them.</summary>
    double? ResidualSquares { get; }

    /// <summary>Whether the fixed effects separate the outcomes: estimates are infinite, and the criterion is a limit that none reach.</summary>
    bool IsSeparated { get; }

    /// <summary>Fitted means, n numbers; of one trial in a binomial model.</summary>
    double[] Fitted { get; }

    /// <summary>Evaluations of the criterion by the search.</summary>
    int Evaluations { get; }

    /// <summary>Evaluations of the gradient, with those that are differenced for the Hessian.</summary>
    int Gradients { get; }

    /// <summary>Largest component, in absolute value, of the gradient in what was optimised.</summary>
    double GradientMaxAbs { get; }

    /// <summary>The verdict.</summary>
    Verdict Verdict { get; }

    /// <summary>Why the verdict is not <see cref="Verdict.Converged"/>: a plain clause; empty when it is.</summary>
    string VerdictReason { get; }

    /// <summary>Terms and columns whose variance vanished; a pair (t, −1) for a perfect correlation inside term t.</summary>
    ImmutableArray<(int Term, int Column)> Vanished { get; }

    /// <summary>Terms and columns whose variance the data cannot identify, because the fixed effects hold them too; not among <see cref="Vanished"/>.</summary>
    ImmutableArray<(int Term, int Column)> Unidentified { get; }

    /// <summary>The criterion at another θ and, of a generalised model, another β of the kept columns; without β, with β profiled.</summary>
    /// <remarks>A prior's part is left out. Infinite where the criterion has no value.</remarks>
    double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta);

    /// <summary>The criterion with its exact gradient at another point, as the fit minimises it: a prior's part is in it. Safe to call from several threads.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="beta">β of the kept columns; null where β is profiled (<see cref="ProfilesCoefficients"/>).</param>
    /// <exception cref="ArgumentException">β for an engine that profiles it, or none for one that does not.</exception>
    CriterionGradient GradientAt(double[] theta, double[]? beta);

    /// <summary>The criterion with gradient and Hessian at another point; the information in its parameters follows.</summary>
    /// <inheritdoc cref="GradientAt"/>
    PointDerivatives DerivativesAt(double[] theta, double[]? beta, CancellationToken cancellationToken) => PointDerivatives.Of(this, theta, beta, cancellationToken);

    /// <summary>The joint covariance of (β̂, b̂) given θ̂.</summary>
    /// <exception cref="InvalidOperationException">A fit to cross-products, without rows.</exception>
    EffectsCovariance EffectsCovariance() => new(this);

    /// <summary>Notices that only this engine makes, besides those that follow from what is here.</summary>
    IEnumerable<Notice> Notices();

    /// <summary>What to do when the fit did not converge, the end of a sentence.</summary>
    string Remedy => "look for predictors of very different scales, or simplify the random effects";

    /// <summary>Where a fit that did not converge got into difficulties, a sentence with a space before it; empty where that is not known.</summary>
    string Difficulty => "";

    /// <summary>Adds Xβ̂ to linear predictors; where outcomes are separated ±∞ in the rows that this decides, and NaN where it leaves the side open.</summary>
    /// <param name="columns">The kept fixed-effects columns.</param>
    /// <param name="predictor">Receives the sums, one a row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    void AddFixedPart(IReadOnlyList<double[]> columns, double[] predictor, CancellationToken cancellationToken)
    {
        for (int k = 0; k < columns.Count; k++)
        {
            double[] column = columns[k];
            cancellationToken.ThrowIfCancellationRequested();
            for (int row = 0; row < predictor.Length; row++)
            {
                predictor[row] += column[row] * Beta[k];
            }
        }
    }

    /// <summary>The model fitted again by the same engine and method.</summary>
    /// <param name="changes">What changes.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="InvalidOperationException">A change that the engine does not take.</exception>
    /// <exception cref="ModelDataException">No model can be fitted so.</exception>
    IModelSolution Refit(RefitChanges changes, CancellationToken cancellationToken);

    /// <summary>Another design of the same rows fitted by the same engine and method, without a prior.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ModelDataException">No model can be fitted so.</exception>
    IModelSolution FitTo(ModelMatrices matrices, CancellationToken cancellationToken);
}
