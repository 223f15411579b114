using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A test that several linear combinations of coefficients are zero at once, such as all that belong to a term: an F test; by Wald's method a chi-square test.</summary>
public sealed record FTest
{
    private readonly JointTest test;

    internal FTest(string name, JointTest test, double residualVariance) => (Name, this.test, ResidualVariance) = (name, test, residualVariance);

    /// <summary>The term, <c>Week:Arm</c>, or the hypothesis as it is written.</summary>
    public string Name { get; }

    /// <summary>F; by Wald's method chi-square. NaN where nothing can be tested.</summary>
    public double Statistic => IsChiSquare ? test.Statistic * test.NumeratorDf : test.Statistic;

    /// <summary>The numerator degrees of freedom, the number of independent combinations; of a chi-square test its degrees of freedom.</summary>
    public int NumeratorDegreesOfFreedom => test.NumeratorDf;

    /// <summary>The denominator degrees of freedom; ∞ by Wald's method.</summary>
    public double DenominatorDegreesOfFreedom => test.DenominatorDf;

    /// <summary>The factor that <see cref="Statistic"/> has been multiplied by in Kenward and Roger's method; 1 in others.</summary>
    public double Scaling => test.Scaling;

    /// <summary>Whether the statistic is a chi-square, not an F.</summary>
    public bool IsChiSquare => double.IsPositiveInfinity(test.DenominatorDf);

    /// <summary>The p value.</summary>
    public double PValue => test.PValue;

    /// <summary>σ̂², for the sums of squares that lmerTest prints.</summary>
    internal double ResidualVariance { get; }

    /// <summary>The table of this test.</summary>
    public override string ToString() => TestTables.Terms([this], null);
}
