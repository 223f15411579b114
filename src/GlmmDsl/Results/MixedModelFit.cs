using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Inference;
using GlmmDsl.Summaries;

namespace GlmmDsl;

/// <summary>
/// A fitted linear or generalised linear mixed model (or, without random terms, a model with fixed effects only). Fits of
/// typed models wrap this class. Immutable and safe to use from several threads.
/// </summary>
[JsonConverter(typeof(MixedModelFitJsonConverter))]
public sealed partial class MixedModelFit : IModelFit
{
    private readonly FittedModel model;
    private readonly Lazy<CoefficientCollection> coefficients;
    private readonly Lazy<CoefficientCovariance> covariance;
    private readonly Lazy<RandomEffectsCollection> randomEffects;
    private readonly Lazy<VarianceDecomposition> variances;
    private readonly Lazy<VarianceComponentCollection> components;
    private readonly Lazy<GroupCoefficientsCollection> groupCoefficients;
    private readonly Lazy<ImmutableArray<double>> theta;
    private readonly Lazy<ImmutableArray<string>> thetaNames;

    internal MixedModelFit(FittedModel model)
    {
        this.model = model;
        coefficients = new(() => new CoefficientCollection(model, c => FixedEffectsSection.Table(c, withPValues: !model.IsLinear)));
        covariance = new(() => new CoefficientCovariance(model, model.Solution.Covariance));
        variances = new(() => GlmmDsl.Inference.VarianceDecomposition.Of(model, LatentVariance.Default, CancellationToken.None));
        randomEffects = new(() => new RandomEffectsCollection(model.Matrices, model.Solution, GroupTable.Of));
        components = new(() => new VarianceComponentCollection(model.Matrices, model.Solution, RandomEffectsSection.Table));
        groupCoefficients = new(() => new GroupCoefficientsCollection(
            Coefficients.Where(c => !c.IsAliased).Select(c => KeyValuePair.Create(c.Name, c.Estimate)), RandomEffects, GroupTable.Of));
        theta = new(() => [.. model.Solution.ShownTheta]);
        thetaNames = new(() => model.ThetaNames);
    }

    /// <summary>The formula as R would print it.</summary>
    public string Formula => model.Matrices.Plan.Terms.Syntax.ToString();

    /// <summary>The likelihood by which the model was fitted.</summary>
    public FitMethod Method => model.Solution.IsReml ? FitMethod.Reml : FitMethod.Ml;

    /// <summary>The distribution of the response given the random effects; Gaussian for a linear model.</summary>
    public Family Family => model.Family.Family;

    /// <summary>The family of your own that the model was fitted with; null for one of the library's.</summary>
    public ResponseFamily? ResponseFamily => model.Family.Definition;

    /// <summary>The link, never <see cref="Link.Default"/>.</summary>
    public Link Link => model.Link;

    /// <summary>How the random effects of a generalised model were integrated out; null for a linear model, whose integral is exact.</summary>
    public Approximation? Approximation => model.Solution.Integration?.Approximation;

    /// <summary>The number of rows used, n.</summary>
    public int RowCount => model.RowCount;

    /// <summary>The number of parameters: coefficients, θ and, in a linear model, σ.</summary>
    public int ParameterCount => model.ParameterCount;

    /// <summary>The number of rows (weighted by frequencies, if the weights are frequencies) minus the number of parameters, as lme4 counts.</summary>
    public int ResidualDegreesOfFreedom => model.ResidualDegreesOfFreedom;

    /// <summary>The fixed-effects coefficients by R's names, in the order of the columns; dropped ones are included, as aliased.</summary>
    public CoefficientCollection Coefficients => coefficients.Value;

    /// <summary>The covariance matrix of the coefficients (R's <c>vcov</c>).</summary>
    public CoefficientCovariance Covariance => covariance.Value;

    /// <summary>
    /// The covariance matrix of the coefficients given θ̂, (XᵀV⁻¹X)⁻¹ of the working linear model at the solution, from the Cholesky factor R_X; lme4's
    /// <c>vcov(use.hessian = FALSE)</c>. For a linear model, and for <see cref="Approximation.Fast"/>, the same as <see cref="Covariance"/>.
    /// </summary>
    public CoefficientCovariance ConditionalCovariance => new(model, model.Solution.ConditionalCovariance);

    /// <summary>The covariance parameters θ̂ in lme4's order: for each term the lower triangle of Λ's block by columns; in units of σ for linear models, otherwise absolute.</summary>
    public ImmutableArray<double> Theta => theta.Value;

    /// <summary>lme4's names of θ, <c>Subject.Days.(Intercept)</c>; those of zero inflation and dispersion begin with <c>zi.</c> and <c>disp.</c>.</summary>
    public ImmutableArray<string> ThetaNames => thetaNames.Value;

    /// <summary>The residual standard deviation σ̂, of a row of weight 1, in the response's units; 1 for binomial and Poisson models.</summary>
    public double Sigma => model.Solution.ReportedSigma;

    /// <summary>Variances, standard deviations and correlations of the random effects, and the residual variance.</summary>
    public VarianceComponentCollection VarianceComponents => components.Value;

    /// <summary>The conditional modes with their standard deviations, by grouping factor.</summary>
    public RandomEffectsCollection RandomEffects => randomEffects.Value;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The fixed effects separate the outcomes, and the remaining rows cannot be fitted by themselves.</exception>
    public Criterion LogLikelihood => new(Known(model.LogLikelihood, "log-likelihood"), CriterionKind.LogLikelihood, model.Comparability);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A prior penalised the coefficients: the likelihood is not at its maximum.</exception>
    public Criterion Aic => new(Maximised(model.Aic, "AIC"), CriterionKind.Aic, model.Comparability);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A prior penalised the coefficients: the likelihood is not at its maximum.</exception>
    public Criterion Bic => new(Maximised(model.Bic, "BIC"), CriterionKind.Bic, model.Comparability);

    /// <summary>The prior that penalised the coefficients; null for a fit by maximum likelihood or REML.</summary>
    public NormalPrior? CoefficientPrior => model.Prior;

    /// <summary>Whether the fit has its rows; a fit to cross-products does not, and has neither fitted values nor residuals.</summary>
    public bool HasRows => model.Matrices.HasRows;

    /// <summary>Fitted means at the conditional modes, n numbers: Xβ̂ + Zb̂ + offset in a linear model, the inverse link of it in any other (of one trial).</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<double> Fitted => ImmutableCollectionsMarshal.AsImmutableArray(WithRows("fitted values").Solution.Fitted);

    /// <summary>The linear predictor Xβ̂ + Zb̂ + offset, n numbers.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<double> LinearPredictor => ImmutableCollectionsMarshal.AsImmutableArray(WithRows("linear predictor").Solution.LinearPredictor);

    /// <summary>For each row used, its index among the rows of the data, from 0.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted to cross-products, without rows.</exception>
    public ImmutableArray<int> SourceRows => ImmutableCollectionsMarshal.AsImmutableArray(WithRows("source rows").Matrices.SourceRows);

    /// <summary>The notices of the run, in order of identifiers.</summary>
    public ImmutableArray<Notice> Notices => model.Notices;

    /// <summary>
    /// Whether the fixed effects separate the outcomes, so that the likelihood has no maximum. The fit is then a limit: coefficients that go to infinity are
    /// ±∞ or, if the data leave the sign open, NaN, with NaN for their standard errors; the others and the random effects are those of the rows that
    /// the separation does not decide; and <see cref="LogLikelihood"/>, <see cref="Aic"/> and <see cref="Bic"/> follow from the supremum of the likelihood.
    /// </summary>
    public bool IsSeparated => model.Solution.IsSeparated;

    /// <summary>What the check of the optimum found.</summary>
    public Verdict Verdict => model.Solution.Verdict;

    /// <summary>lme4's <c>isSingular</c>: a diagonal of Λ below 10⁻⁴ in the data's units. The verdict's own test does not depend on units.</summary>
    public bool IsSingular => model.IsSingular;

    /// <summary>Evaluations of the criterion by the search.</summary>
    public int Evaluations => model.Solution.Evaluations;

    /// <summary>Evaluations of its gradient, including those whose differences give the Hessian where there is no formula for it.</summary>
    public int Gradients => model.Solution.Gradients;

    /// <summary>The largest absolute component of the criterion's gradient at the solution, in θ and, if it was optimised too, β; in the data's units.</summary>
    public double GradientMaxAbs => model.Solution.GradientMaxAbs;

    /// <summary>
    /// The criterion (REML criterion or −2 log L) at another θ, with β and σ profiled out; nothing is refitted. For a generalised model it is the Laplace
    /// value with β profiled inside the inner problem, whatever the fit's approximation, and without a prior's part.
    /// </summary>
    /// <param name="theta">θ in the order of <see cref="ThetaNames"/>.</param>
    /// <exception cref="ArgumentException">A wrong number of parameters, or one that is not finite.</exception>
    public double CriterionAt(params ReadOnlySpan<double> theta) => CriterionAt(new CriterionPoint(theta.ToArray()));

    /// <summary>The criterion at another point; for a generalised model with β given, by the fit's own approximation.</summary>
    /// <remarks>
    /// β are the conditional coefficients; those of zero inflation and dispersion stay at their estimates. With several linear predictors a point can have several conditional modes: the criterion is taken at
    /// the lowest that is found from zero, from near the response and from the modes of this fit, so it does not depend on what was evaluated before.
    /// </remarks>
    /// <param name="point">The point.</param>
    /// <exception cref="ArgumentException">A wrong number of parameters, one that is not finite, or β for a linear model, which profiles it out.</exception>
    public double CriterionAt(CriterionPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        RequireParameters(point.Theta, "covariance parameters", ThetaNames, nameof(point));
        if (point.Beta is null)
        {
            return model.Solution.ValueAt(point.Theta.ToArray(), null);
        }

        if (model.Solution.ProfilesCoefficients)
        {
            throw new ArgumentException("A linear model profiles its coefficients out: pass only the covariance parameters.", nameof(point));
        }

        ImmutableArray<string> names = Covariance.Names;
        ImmutableArray<string> thresholds = point.Beta.Count == names.Length ? [] : model.Solution.Thresholds?.Names ?? [];
        RequireParameters(point.Beta, thresholds.IsEmpty ? "coefficients" : "coefficients and thresholds", [.. names, .. thresholds], nameof(point));
        return model.Solution.ValueAt(point.Theta.ToArray(), point.Beta.ToArray());
    }

    /// <summary>The summary, laid out as lme4's.</summary>
    public override string ToString() => FitSummary.Of(model, Coefficients, Covariance);

    /// <summary>The fit as the command line's JSON object.</summary>
    /// <param name="points">Points at which to report the criterion too, as <c>objectiveAt</c>.</param>
    /// <exception cref="ArgumentException">A point with a wrong number of parameters, or one that is not finite.</exception>
    public string ToJson(params IEnumerable<CriterionPoint> points) => FitJson.Of(model, [.. points.Select(CriterionAt)]);

    private double Maximised(double criterion, string name) => model.Prior is null
        ? Known(criterion, name)
        : throw new InvalidOperationException($"A prior penalised the coefficients, so the likelihood is not at its maximum and the fit has no {name}. Fit without the prior to compare models.");

    private double Known(double criterion, string name) => !double.IsNaN(criterion) || !IsSeparated
        ? criterion
        : throw new InvalidOperationException($"The fixed effects separate the outcomes, and the remaining rows cannot be fitted by themselves, so the fit has no {name}. Give the coefficients a weak prior (FitOptions.CoefficientPrior), or leave out the predictor that decides the outcome.");

    private FittedModel WithRows(string what)
    {
        model.RequireRows(what);
        return model;
    }

    private static void RequireParameters(IReadOnlyList<double> values, string what, ImmutableArray<string> names, string parameter)
    {
        if (values.Count != names.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The model has {names.Length} {what} ({string.Join(", ", names)}), and {values.Count} were given."), parameter);
        }

        if (values.Any(v => !double.IsFinite(v)))
        {
            throw new ArgumentException($"All {what} must be finite numbers.", parameter);
        }
    }
}
