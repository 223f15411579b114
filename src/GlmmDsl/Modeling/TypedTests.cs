using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Tests of the fixed effects of a typed model by one method. Typed models derive from it and add coefficients and terms by name.</summary>
/// <param name="result">The tests.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedTests(FixedEffectsTests result)
{
    /// <summary>The tests without types: everything by R's names.</summary>
    public FixedEffectsTests Result { get; } = result;

    /// <summary>The method: <c>Kenward-Roger</c>, <c>Satterthwaite</c> or <c>Wald</c>.</summary>
    public string Method => Result.Method;

    /// <summary>The covariance matrix of the estimates that the tests use: by Kenward and Roger's method the adjusted one.</summary>
    public CoefficientCovariance Covariance => Result.Covariance;

    /// <summary>Where the model's view of marginal means gets them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected MarginalSource MeansSource => new(Result, null);

    /// <summary>Tests that a linear combination of coefficients has a value: <c>Test(c.ArmHigh - c.ArmLow)</c> with <c>c = fit.Coefficients</c>.</summary>
    /// <param name="combination">The combination, of the fit's coefficients.</param>
    /// <param name="value">Its value under the hypothesis.</param>
    /// <exception cref="ArgumentException">Coefficients of another fit.</exception>
    public LinearTest Test(LinearCombination combination, double value = 0) => Result.Test(combination, value);

    /// <summary>Tests that several linear combinations are zero at once.</summary>
    /// <param name="first">A combination.</param>
    /// <param name="second">Another.</param>
    /// <param name="more">Further ones.</param>
    /// <exception cref="ArgumentException">Coefficients of another fit.</exception>
    public FTest Test(LinearCombination first, LinearCombination second, params ReadOnlySpan<LinearCombination> more) => Result.Test(first, second, more);

    /// <summary>Tests that linear combinations have given values, all at once. Combinations that follow from others count once.</summary>
    /// <param name="combinations">The combinations.</param>
    /// <param name="values">A value for each under the hypothesis; zeros where null.</param>
    /// <exception cref="ArgumentException">Coefficients of another fit, or another number of values.</exception>
    public FTest Test(IEnumerable<LinearCombination> combinations, IEnumerable<double>? values) => Result.Test(combinations, values);

    /// <summary>The tests as the JSON object of <c>glmm test</c>.</summary>
    public string ToJson() => Result.ToJson();

    /// <summary>The table of coefficients, and that of the type III tests of terms.</summary>
    public override string ToString() => Result.ToString();
}
