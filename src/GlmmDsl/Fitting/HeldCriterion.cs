using GlmmDsl.Optimization;

namespace GlmmDsl.Fitting;

/// <summary>
/// −2 log L with one quantity held at a value, as a function of all other parameters, with its exact gradient. Its minimum is a point of the profile of that
/// quantity. Owns its memory; one instance serves one thread.
/// </summary>
internal abstract class HeldCriterion : IDifferentiable
{
    /// <summary>A parameter whose zero is a variance of zero starts no nearer to it: at zero the gradient vanishes whatever the data say.</summary>
    private const double SmallestSize = 1e-3;

    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <summary>The value held, in the user's units.</summary>
    public double Held { get; private set; }

    /// <summary>Of a standard deviation of random effects, one that is as large as the residual standard deviation makes likely; else 1.</summary>
    public virtual double Unit => 1;

    /// <summary>The places in a point of the parameters whose zero is a variance of zero.</summary>
    protected abstract IEnumerable<int> Sizes { get; }

    /// <summary>Holds the quantity at another value.</summary>
    public virtual void Hold(double value) => Held = value;

    /// <summary>The other parameters at the estimates.</summary>
    public abstract double[] Start();

    /// <inheritdoc/>
    public abstract double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Moves a start off the places where the gradient misleads.</summary>
    public void Adjust(Span<double> point)
    {
        foreach (int i in Sizes)
        {
            if (Math.Abs(point[i]) < SmallestSize)
            {
                point[i] = point[i] < 0 ? -SmallestSize : SmallestSize;
            }
        }
    }
}
