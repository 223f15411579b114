using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Profile likelihoods of the parameters of a typed model. Typed models derive from it and add coefficients and variance components by name.</summary>
/// <param name="result">The profiles.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedProfile(ProfileLikelihood result)
{
    /// <summary>The profiles without types: everything by R's and lme4's names.</summary>
    public ProfileLikelihood Result { get; } = result;

    /// <inheritdoc cref="ProfileLikelihood.Method"/>
    public string Method => Result.Method;

    /// <inheritdoc cref="ProfileLikelihood.IsRefitted"/>
    public bool IsRefitted => Result.IsRefitted;

    /// <summary>Where the model's views of the variance components find the profiles.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected VarianceSource<ParameterProfile, ParameterProfile> Variances => new NamedVariances<ParameterProfile>(Result.VarianceComponents);

    /// <inheritdoc cref="ProfileLikelihood.Intervals"/>
    public NamedResults<ParameterInterval> Intervals(double level = 0.95) => Result.Intervals(level);

    /// <inheritdoc cref="ProfileLikelihood.ToJson"/>
    public string ToJson(params ReadOnlySpan<double> levels) => Result.ToJson(levels);

    /// <summary>The table of the 95 % intervals, as R's <c>confint</c> prints it.</summary>
    public override string ToString() => Result.ToString();
}
