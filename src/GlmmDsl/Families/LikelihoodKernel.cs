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
    /// Where this does not hold, the mode found must not depend on what was evaluated before.
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
    /// Fills score, observed information and ∂W_o/∂η, which share the expensive functions; returns Σ log f without its constant, −∞ where η leaves the
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

    /// <summary>The mean of one trial or unit, μ(η); of an infinite η its limit.</summary>
    public abstract double Mean(double eta);

    /// <summary>∂μ/∂η.</summary>
    public abstract double MeanDerivative(double eta);

    /// <summary>The link function, η(μ).</summary>
    public abstract double Link(double mean);

    /// <summary>Half the width of the strip about the real axis in which μ(η) is analytic and bounded: the rule of <see cref="NormalMean"/>'s sums depends on it.</summary>
    public virtual double Strip => Math.PI;

    /// <summary>How far from 0 a mean between 0 and 1 differs from 0 and 1 by more than rounding; infinite where its tails are heavy.</summary>
    public virtual double Reach => 64;

    /// <summary>
    /// The mean over a normal linear predictor, ∫ μ(η + √v z) φ(z) dz, with its derivatives in η and v, where it has a closed form (Zeger, Liang
    /// and Albert 1988, Biometrics 44); null where it has none.
    /// </summary>
    /// <param name="eta">η.</param>
    /// <param name="variance">v, not negative.</param>
    public virtual AveragedMean? NormalMean(double eta, double variance) => null;

    /// <summary>The variance function V(μ) of one trial or unit.</summary>
    public abstract double Variance(double mean);

    /// <summary>Twice the log-likelihood that μ loses against a perfect fit, for one row: its contribution to the deviance.</summary>
    public abstract double UnitDeviance(double y, double m, double mean);

    /// <summary>The root of <see cref="UnitDeviance"/>: a deviance residual without its sign.</summary>
    public virtual double RootDeviance(double y, double m, double mean) => Math.Sqrt(UnitDeviance(y, m, mean));

    /// <summary>A mean inside the family's range near the observation, where iterations can begin (R's <c>mustart</c>).</summary>
    public abstract double StartingMean(double y, double m);
}
