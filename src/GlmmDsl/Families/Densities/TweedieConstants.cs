using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Densities;

/// <summary>
/// What of a Tweedie density does not depend on the mean: functions of dispersion and power, and of these and the response. Rows mostly share a dispersion and a power, and often responses, so a thread
/// remembers those it computed last; the same numbers come out whether it does or not.
/// </summary>
/// <typeparam name="T">The kind of number.</typeparam>
internal sealed class TweedieConstants<T>
    where T : struct, IJet<T>
{
    /// <summary>Remembered responses, a power of 2.</summary>
    private const int Remembered = 256;

    [ThreadStatic]
    private static TweedieConstants<T>? last;

    private readonly (long Generation, double Response, T Value)[] rests = new (long, double, T)[Remembered];
    private long generation;
    private T dispersion;
    private T shape;
    private T ratio;
    private T minusLogQ;

    private TweedieConstants()
    {
    }

    /// <summary>q = p − 1.</summary>
    public T Q { get; private set; }

    /// <summary>1/((2 − p)φ), the factor of μ²⁻ᵖ.</summary>
    public T OfZero { get; private set; }

    /// <summary>1/((p − 1)φ), the factor of yμ¹⁻ᵖ.</summary>
    public T OfResponse { get; private set; }

    /// <summary>The constants of a dispersion and a power, valid until the thread asks for others.</summary>
    /// <param name="dispersion">log φ.</param>
    /// <param name="shape">logit(p − 1).</param>
    public static TweedieConstants<T> Of(in T dispersion, in T shape)
    {
        TweedieConstants<T> own = last ??= new();
        if (own.generation == 0 || !AreSame(own.dispersion, dispersion) || !AreSame(own.shape, shape))
        {
            own.Set(dispersion, shape);
        }

        return own;
    }

    /// <summary>The logarithm of the density's part without the mean, of a response above 0.</summary>
    public T Rest(double response)
    {
        long bits = BitConverter.DoubleToInt64Bits(response) * -7046029254386353131L;
        ref (long Generation, double Response, T Value) rest = ref rests[(int)((ulong)bits >> 56)];
        if (rest.Generation != generation || rest.Response != response)
        {
            rest = (generation, response, Compute(response));
        }

        return rest.Value;
    }

    /// <summary>The series of log Wⱼ = j log z − log j! − log Γ(jr).</summary>
    private T Compute(double response)
    {
        double log = Math.Log(response);
        T logZ = (ratio * (minusLogQ + log)) - ((ratio + 1) * dispersion) + minusLogQ + shape;
        return TweedieSeries.At(logZ.Value, ratio.Value).Of(logZ, ratio) + -log;
    }

    /// <summary>With q = p − 1 = 1/(1 + e⁻ˢ): r = (2 − p)/(p − 1) = e⁻ˢ, 1/q = 1 + r, 1/(1 − q) = 1 + 1/r.</summary>
    private void Set(in T logDispersion, in T logitOfQ)
    {
        generation++;
        (dispersion, shape) = (logDispersion, logitOfQ);
        double e = Math.Exp(-shape.Value), small = 1 / (1 + e), large = double.IsInfinity(e) ? 1 : e * small, slope = small * large;
        Q = T.Compose(shape, small, slope, slope * (large - small), slope * (1 - (6 * slope)));
        ratio = T.Compose(shape, e, -e, e, -e);
        minusLogQ = T.Compose(shape, SmallNumbers.Log1P(e), -large, slope, slope * (large - small));
        T inverse = Jet.Exp(-dispersion);
        OfZero = (Jet.Reciprocal(ratio) + 1) * inverse;
        OfResponse = (ratio + 1) * inverse;
    }

    /// <summary>Whether two numbers are the same with all their derivatives, bit for bit.</summary>
    private static bool AreSame(in T first, in T second) => Bytes(first).SequenceEqual(Bytes(second));

    private static ReadOnlySpan<byte> Bytes(in T number) => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in number)), Unsafe.SizeOf<T>());
}
