namespace GlmmDsl.Inference.Hypotheses;

/// <summary>A test of one or more linear combinations of coefficients at once.</summary>
/// <param name="Statistic">F; with infinite denominator degrees of freedom the chi-square statistic is the numerator's number times it.</param>
/// <param name="NumeratorDf">The number of independent combinations tested; 0 where none can be.</param>
/// <param name="DenominatorDf">The denominator degrees of freedom; infinite for Wald's test.</param>
/// <param name="Scaling">The factor that F has been multiplied by; 1 except by Kenward and Roger's method.</param>
internal readonly record struct JointTest(double Statistic, int NumeratorDf, double DenominatorDf, double Scaling = 1)
{
    /// <summary>The upper tail of F, or of chi-square for infinite denominator degrees of freedom; NaN where nothing is tested.</summary>
    public double PValue => TailProbability.OfF(Statistic, NumeratorDf, DenominatorDf);
}
