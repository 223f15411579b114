using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Bootstrap distributions of the parameters of a typed model. Typed models derive from it and add coefficients and variance components by name.</summary>
/// <param name="result">The bootstrap.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedBootstrap(BootstrapResult result)
{
    /// <summary>The bootstrap without types: everything by R's and lme4's names.</summary>
    public BootstrapResult Result { get; } = result;

    /// <summary>Where the model's views of the variance components find the distributions.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected VarianceSource<BootstrapDistribution, BootstrapDistribution> Variances => new NamedVariances<BootstrapDistribution>(Result.VarianceComponents);

    /// <inheritdoc cref="BootstrapResult.Of"/>
    public BootstrapDistribution Of(Func<BootstrapFit, double> function) => Result.Of(function);

    /// <summary>The table of the intervals.</summary>
    public override string ToString() => Result.ToString();
}
