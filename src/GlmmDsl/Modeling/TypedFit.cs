using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>A fit of a typed model: a thin wrapper of the result class that all fits share.</summary>
/// <param name="result">The result.</param>
[JsonConverter(typeof(TypedFitJsonConverter))]
public abstract class TypedFit(MixedModelFit result)
{
    /// <summary>The result without the model's types: everything by R's names.</summary>
    public MixedModelFit Result { get; } = result;

    /// <summary>Where the model's views of the variance components find them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected VarianceSource<VarianceComponent, double> Variances => new FitVariances(Result.VarianceComponents);

    /// <summary>Where the model's view of average predictions gets them.</summary>
    /// <param name="randomEffects">Where the random effects are.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected AverageSource PredictionAverages(RandomEffectsAre randomEffects) => new(by => Result.AveragePredictions(by, randomEffects));

    /// <summary>The covariance matrix of the fixed-effects coefficients.</summary>
    public CoefficientCovariance Covariance => Result.Covariance;

    /// <summary>The notices of the run.</summary>
    public ImmutableArray<Notice> Notices => Result.Notices;

    /// <summary>What the check of the optimum found.</summary>
    public Verdict Verdict => Result.Verdict;

    /// <summary>The residual standard deviation σ̂, of a row of weight 1, in the response's units; 1 for binomial and Poisson models.</summary>
    public double Sigma => Result.Sigma;

    /// <summary>The shape of the family: Student's degrees of freedom, Tweedie's power; null where there is none. See <see cref="MixedModelFit.Shape"/>.</summary>
    public double? Shape => Result.Shape;

    /// <summary>Fitted means at the conditional modes, n numbers: see <see cref="MixedModelFit.Fitted"/>.</summary>
    public ImmutableArray<double> Fitted => Result.Fitted;

    /// <summary>Nakagawa's R², by the usual variance of a row: see <see cref="MixedModelFit.RSquared"/>.</summary>
    public RSquared RSquared => Result.RSquared;

    /// <summary>The share of variance between groups, by the usual variance of a row: see <see cref="MixedModelFit.IntraclassCorrelation"/>.</summary>
    public IntraclassCorrelation IntraclassCorrelation => Result.IntraclassCorrelation;

    /// <summary>The fixed-effects model matrix X, n × p: see <see cref="MixedModelFit.FixedEffectsMatrix"/>.</summary>
    public FixedEffectsMatrix FixedEffectsMatrix => Result.FixedEffectsMatrix;

    /// <summary>The random-effects model matrix Z, n × q: see <see cref="MixedModelFit.RandomEffectsMatrix"/>.</summary>
    public RandomEffectsMatrix RandomEffectsMatrix => Result.RandomEffectsMatrix;

    /// <summary>The residuals about the conditional modes, n numbers.</summary>
    /// <param name="kind">The scale of the residuals.</param>
    public ImmutableArray<double> Residuals(ResidualKind kind = ResidualKind.Response) => Result.Residuals(kind);

    /// <summary>Randomised quantile residuals, n numbers: see <see cref="MixedModelFit.RandomizedQuantileResiduals"/>.</summary>
    /// <param name="seed">The seed of the random numbers: the same seed gives the same residuals.</param>
    /// <param name="effects">Conditional, at the modes, or unconditional, over all groups of the population.</param>
    public ImmutableArray<double> RandomizedQuantileResiduals(int seed, SimulatedEffects effects = SimulatedEffects.Modes) => Result.RandomizedQuantileResiduals(seed, effects);

    /// <summary>The variance of fixed effects, random effects and rows, with the shares that follow: see <see cref="MixedModelFit.VarianceDecomposition"/>.</summary>
    /// <param name="rows">The variance of a row.</param>
    /// <param name="cancellationToken">Cancels the additional fit that some variances need.</param>
    public VarianceDecomposition VarianceDecomposition(LatentVariance rows = LatentVariance.Default, CancellationToken cancellationToken = default) =>
        Result.VarianceDecomposition(rows, cancellationToken);

    /// <inheritdoc cref="MixedModelFit.Influence"/>
    public Influence Influence(bool refit = false, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Result.Influence(refit, progress, cancellationToken);

    /// <inheritdoc cref="MixedModelFit.Simulate"/>
    public double[][] Simulate(int count, int seed, SimulatedEffects effects = SimulatedEffects.New, CancellationToken cancellationToken = default) =>
        Result.Simulate(count, seed, effects, cancellationToken);

    /// <inheritdoc cref="MixedModelFit.CrossValidate"/>
    public CrossValidationResult CrossValidate(Folds folds, int seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Result.CrossValidate(folds, seed, progress, cancellationToken);

    /// <inheritdoc cref="MixedModelFit.Power"/>
    public PowerCurve Power(
        PowerTest test,
        int replicates,
        int seed,
        IReadOnlyList<PowerSetting>? studies = null,
        double level = 0.05,
        int? threads = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Result.Power(test, replicates, seed, studies, level, threads, progress, cancellationToken);

    /// <inheritdoc cref="MixedModelFit.Save"/>
    public void Save(Stream stream, bool crossProducts = true, CancellationToken cancellationToken = default) => Result.Save(stream, crossProducts, cancellationToken);

    /// <summary>The result as JSON, as the command line writes it.</summary>
    public string ToJson() => Result.ToJson();

    /// <summary>The summary.</summary>
    public override string ToString() => Result.ToString();

    /// <summary>Predicts the response of new rows.</summary>
    /// <param name="rows">The rows' columns; the response is not needed.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="scale">Means of the response, or the linear predictor; of a linear model both are one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected double[] Predict(Table rows, NewLevels newLevels, PredictionScale scale = PredictionScale.Response, CancellationToken cancellationToken = default) =>
        Result.Predict(rows, newLevels, scale, cancellationToken);

    /// <summary>Predicts the probabilities of an ordinal response's categories in new rows.</summary>
    /// <param name="rows">The rows' columns; the response is not needed.</param>
    /// <param name="randomEffects">Where the random effects are.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CategoryProbabilities Probabilities(Table rows, RandomEffectsAre randomEffects, NewLevels newLevels, CancellationToken cancellationToken) =>
        Result.PredictProbabilities(rows, randomEffects, newLevels, cancellationToken);

    /// <summary>Predicts the same with standard errors and intervals.</summary>
    /// <typeparam name="TCategory">The enumeration of the response.</typeparam>
    /// <param name="rows">The rows' columns; the response is not needed.</param>
    /// <param name="randomEffects">Where the random effects are.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="names">The names of the categories, in their order.</param>
    /// <param name="values">Their values.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CategoryPredictionView<TCategory>[] ProbabilityIntervals<TCategory>(
        Table rows, RandomEffectsAre randomEffects, double level, NewLevels newLevels, string[] names, TCategory[] values, CancellationToken cancellationToken)
        where TCategory : struct, Enum
    {
        CategoryPredictions all = Result.PredictProbabilityIntervals(rows, randomEffects, level, newLevels, cancellationToken: cancellationToken);
        return [.. Enumerable.Range(0, all.Count).Select(row => new CategoryPredictionView<TCategory>(all, row, names, values))];
    }

    /// <summary>Predicts new rows with standard errors and intervals.</summary>
    /// <param name="rows">The rows' columns; the response is not needed.</param>
    /// <param name="what">What is predicted.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="newLevels">What to do with levels that the fit never saw.</param>
    /// <param name="degreesOfFreedom">Of the t quantile; infinite for the normal one.</param>
    /// <param name="scale">Means of the response, or the linear predictor; of a linear model both are one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ImmutableArray<Prediction> PredictInterval(
        Table rows,
        PredictionOf what,
        double level,
        NewLevels newLevels,
        double degreesOfFreedom,
        PredictionScale scale = PredictionScale.Response,
        CancellationToken cancellationToken = default) =>
        Result.PredictInterval(rows, what, level, newLevels, scale, degreesOfFreedom, cancellationToken);

    /// <summary>Predicts for the middle of the population, with random effects of zero.</summary>
    /// <param name="rows">The rows' columns; neither response nor groups are needed.</param>
    /// <param name="scale">Means of the response, or the linear predictor; of a linear model both are one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected double[] PredictPopulation(Table rows, PredictionScale scale = PredictionScale.Response, CancellationToken cancellationToken = default) =>
        Result.PredictPopulation(rows, scale, cancellationToken);

    /// <summary>Predicts means of the population, with the random effects integrated out.</summary>
    /// <param name="rows">The rows' columns; neither response nor groups are needed.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected double[] PredictPopulationAverage(Table rows, CancellationToken cancellationToken = default) => Result.PredictPopulationAverage(rows, cancellationToken);
}
