namespace GlmmDsl.Modeling;

/// <summary>A fit of a typed model: thin over the one result class that all paths return.</summary>
/// <param name="result">The result.</param>
public abstract class TypedFit(MixedModelFit result)
{
    /// <summary>The result without types: everything by R's names.</summary>
    public MixedModelFit Result { get; } = result;

    /// <summary>The covariance matrix of the fixed-effects coefficients.</summary>
    public CoefficientCovariance Covariance => Result.Covariance;

    /// <summary>What the run noticed.</summary>
    public IReadOnlyList<Notice> Notices => Result.Notices;

    /// <summary>What the certificate says of the optimum.</summary>
    public Verdict Verdict => Result.Verdict;

    /// <summary>The residual standard deviation σ̂, of a row of weight 1, in the response's units; 1 for binomial and Poisson models.</summary>
    public double Sigma => Result.Sigma;

    /// <summary>The result as JSON, as the command line writes it.</summary>
    public string ToJson() => Result.ToJson();

    /// <summary>The summary.</summary>
    public override string ToString() => Result.ToString();

    /// <summary>Predicts the response of new rows.</summary>
    /// <param name="rows">The rows' columns; the response is not needed.</param>
    /// <param name="newLevels">What becomes of levels the fit never saw.</param>
    /// <param name="scale">Means of the response, or the linear predictor; of a linear model both are one.</param>
    protected double[] Predict(Table rows, NewLevels newLevels, PredictionScale scale = PredictionScale.Response) => Result.Predict(rows, newLevels, scale);

    /// <summary>Predicts means of the population, the random effects integrated out.</summary>
    /// <param name="rows">The rows' columns; neither response nor groups are needed.</param>
    protected double[] PredictPopulationAverage(Table rows) => Result.PredictPopulationAverage(rows);
}
