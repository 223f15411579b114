using GlmmDsl.Inference;
using GlmmDsl.Inference.Profiles;

namespace GlmmDsl;

/// <content>Intervals of parameters.</content>
public sealed partial class MixedModelFit
{
    /// <summary>
    /// Profile likelihoods: each parameter is held at values around its estimate, and all others are estimated again. Their intervals hold for standard deviations and
    /// correlations too, and end at the parameters' bounds. A fit by REML is profiled through its fit by maximum likelihood, as lme4 does it, and one by
    /// <see cref="Approximation.Fast"/> through Laplace's approximation (<see cref="ProfileLikelihood.IsRefitted"/>). Of a linear model everything follows from
    /// cross-products, whatever the number of rows.
    /// </summary>
    /// <param name="parameters">
    /// Names of the parameters: R's of the coefficients, lme4's of the variance parameters (<c>sd_(Intercept)|Subject</c>, <c>cor_Days.(Intercept)|Subject</c>,
    /// <c>sigma</c>); null for all.
    /// </param>
    /// <param name="progress">Is told after every parameter.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="KeyNotFoundException">A name that is none of the fit's parameters.</exception>
    /// <exception cref="InvalidOperationException">The fixed effects separate the outcomes: the likelihood has no maximum.</exception>
    public ProfileLikelihood Profile(IReadOnlyList<string>? parameters = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Profiler.Of(model, parameters, progress, cancellationToken);

    /// <summary>
    /// Wald's intervals of the coefficients, estimate ± normal quantile × standard error. Variances have none: their estimates are too far from normal, and a variance
    /// of zero has no standard error. Profile the likelihood for them.
    /// </summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public NamedResults<ParameterInterval> WaldIntervals(double level = 0.95)
    {
        Interval.RequireLevel(level);
        double size = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 0.5 + (level / 2));
        return IntervalTable.Join(Coefficients.Where(c => !c.IsAliased).Select(c =>
            new ParameterInterval(c.Name, c.Estimate, new Interval(c.Estimate - (size * c.StandardError), c.Estimate + (size * c.StandardError), level))));
    }
}
