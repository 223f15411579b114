namespace GlmmDsl.Families;

/// <summary>
/// The likelihood of one family with one link, row by row, as functions of the linear predictor η. Everything the Laplace
/// approximation needs: log f, the score s = ∂log f/∂η, the observed information W_o = −∂s/∂η, its expectation W_e, and the
/// derivatives of both in η (the formulas are those of McCullagh and Nelder 1989, section 2.5, differentiated once more).
/// Spans of one call have one length; <c>y</c> is the total (number of successes, count) and <c>m</c> the number of trials of a binomial
/// row or the prior weight of any other, which multiplies log f. Stateless and safe to share between threads.
/// </summary>
internal abstract class LikelihoodKernel
{
    /// <summary>Whether W_o = W_e for every y: the canonical link.</summary>
    public abstract bool IsCanonical { get; }

    /// <summary>Whether W_o ≥ 0 wherever the mean is valid, so that a Newton step may use it.</summary>
    public abstract bool IsObservedPositive { get; }

    /// <summary>
    /// Whether P(u) = −2 Σ log f + ‖u‖² has one minimum whatever the random effects: log f is concave in η and the valid η are an interval.
    /// Where it is not so, the mode found must not depend on what was evaluated before.
    /// </summary>
    public virtual bool HasSingleMode => true;

    /// <summary>
    /// An η inside the range at which the mean is 0, so that log f of a positive count is −∞ there and P may have a minimum on either side (0 for a square-root link);
    /// null when there is none.
    /// </summary>
    public virtual double? Pole => null;

    /// <summary>Σ of the parts of log f that do not depend on η: binomial coefficients, factorials.</summary>
    public abstract double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m);

    /// <summary>
    /// Fills score, observed information and ∂W_o/∂η, which share all that is dear; returns Σ log f without its constant, −∞ where η leaves the
    /// link's range.
    /// </summary>
    public abstract double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative);

    /// <summary>Fills the score alone; returns Σ log f without its constant, −∞ where η leaves the link's range.</summary>
    public abstract double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score);

    /// <summary>Fills the expected information W_e.</summary>
    public abstract void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected);

    /// <summary>Fills ∂W_e/∂η.</summary>
    public abstract void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative);

    /// <summary>log f of one row without its constant, −∞ where η leaves the link's range.</summary>
    public abstract double LogDensity(double eta, double y, double m);

    /// <summary>The mean of one trial or unit, μ(η).</summary>
    public abstract double Mean(double eta);

    /// <summary>∂μ/∂η.</summary>
    public abstract double MeanDerivative(double eta);

    /// <summary>The link function, η(μ).</summary>
    public abstract double Link(double mean);

    /// <summary>The variance function V(μ) of one trial or unit.</summary>
    public abstract double Variance(double mean);

    /// <summary>Twice the log-likelihood lost by μ against a perfect fit, one row: the deviance's contribution.</summary>
    public abstract double UnitDeviance(double y, double m, double mean);

    /// <summary>A mean inside the family's range near the observation, where iterations can begin (R's <c>mustart</c>).</summary>
    public abstract double StartingMean(double y, double m);
}
