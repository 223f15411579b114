using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Fits of one typed model to several imputations, pooled by Rubin's rules. Typed models derive from it and add coefficients by name.</summary>
/// <param name="result">The pooled estimates.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedPooled(PooledEstimates result)
{
    /// <summary>The estimates without types: everything by R's names.</summary>
    public PooledEstimates Result { get; } = result;

    /// <inheritdoc cref="PooledEstimates.ImputationCount"/>
    public int ImputationCount => Result.ImputationCount;

    /// <inheritdoc cref="PooledEstimates.Method"/>
    public string Method => Result.Method;

    /// <summary>Pools fits: see <see cref="Pooled.Of(IEnumerable{MixedModelFit})"/>.</summary>
    /// <param name="fits">The fits, two or more, made in one way.</param>
    public static PooledEstimates Of(IEnumerable<TypedFit> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        return Pooled.Of(fits.Select(f => f.Result));
    }

    /// <summary>Pools tests by one method: see <see cref="Pooled.Of(IEnumerable{FixedEffectsTests})"/>.</summary>
    /// <param name="tests">The tests, of two fits or more.</param>
    public static PooledEstimates Of(IEnumerable<TypedTests> tests)
    {
        ArgumentNullException.ThrowIfNull(tests);
        return Pooled.Of(tests.Select(t => t.Result));
    }

    /// <summary>Tests that coefficients are zero, all at once.</summary>
    /// <param name="coefficients">The coefficients, each once.</param>
    /// <exception cref="ArgumentException">No coefficient, or one twice.</exception>
    public PooledTest Test(params IEnumerable<PooledCoefficient> coefficients) => Result.Test([.. coefficients.Select(c => c.Name)]);

    /// <inheritdoc cref="PooledEstimates.ToJson"/>
    public string ToJson() => Result.ToJson();

    /// <summary>The table of coefficients.</summary>
    public override string ToString() => Result.ToString();
}
