using System.Globalization;

namespace GlmmDsl;

/// <summary>
/// A weak normal prior on the fixed-effects coefficients, which keeps them finite where the outcomes are separated: β_j ~ N(0, (sd/s_j)²)
/// independently, s_j the standard deviation of column j over the trials (in a model of counts over the rows, weighted). So sd is the
/// prior standard deviation of the linear predictor's change when the column changes by one standard deviation, whatever the column's units. Columns that
/// do not vary, such as the intercept, have no prior. After Gelman, Jakulin, Pittau and Su (2008, Ann. Appl. Stat. 2), with a normal in place of their Cauchy distribution.
/// </summary>
/// <remarks>
/// The fit is then the maximum of the log-likelihood plus the log prior density, and its covariance matrix the inverse curvature there. The
/// log-likelihood that is reported is without the prior, at estimates that do not maximise it: such a fit has neither AIC nor BIC. A large sd gives the
/// unpenalised fit.
/// </remarks>
public sealed record NormalPrior
{
    /// <summary>Makes a prior; 2.5 is a usual choice for logits.</summary>
    /// <param name="standardDeviation">sd, in units of the linear predictor; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive finite number.</exception>
    public NormalPrior(double standardDeviation)
    {
        if (!(standardDeviation > 0) || !double.IsFinite(standardDeviation))
        {
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "The standard deviation of a prior must be a positive finite number.");
        }

        StandardDeviation = standardDeviation;
    }

    /// <summary>sd, in units of the linear predictor per standard deviation of a column.</summary>
    public double StandardDeviation { get; }

    /// <summary>The prior in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"normal(0, {StandardDeviation:G6}) per standard deviation of a column");
}
