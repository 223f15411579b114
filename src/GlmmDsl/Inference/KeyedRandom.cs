namespace GlmmDsl.Inference;

/// <summary>
/// Random numbers of one replicate that depend on seed and replicate alone, so that neither threads nor order change them. A stream of
/// <see cref="KeyedUniform"/>; deviates that are not uniform come from the library's methods, which take a <see cref="Random"/>.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="replicate">The replicate, from 0.</param>
internal sealed class KeyedRandom(int seed, int replicate) : Random(0)
{
    private long place = (long)replicate << 32;
    private double second = double.NaN;

    /// <summary>Begins the numbers of another replicate, as a new instance would.</summary>
    public void Restart(int replicate) => (place, second) = ((long)replicate << 32, double.NaN);

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    /// <remarks>Without bias where 2⁵³ is far larger than the bound, as it is.</remarks>
    public override int Next(int maxValue) => (int)(Sample() * maxValue);

    /// <summary>A standard normal deviate, exact to rounding (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(second))
        {
            double kept = second;
            second = double.NaN;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(Sample()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * Sample());
        second = radius * sine;
        return radius * cosine;
    }

    /// <inheritdoc/>
    protected override double Sample() => KeyedUniform.At(seed, place++);
}
