namespace GlmmDsl.Families.Jets;

/// <summary>
/// The values of gamma functions that a thread computed last. A dispersion is mostly the same number in all rows, and counts repeat, so that most of what a pass over the rows asks for
/// was asked for a row or two before. A value does not depend on what is remembered.
/// </summary>
internal sealed class GammaMemory
{
    /// <summary>Remembered arguments of log Γ, and counts of which ratios are remembered; powers of 2.</summary>
    private const int Arguments = 64, Counts = 256;

    [ThreadStatic]
    private static GammaMemory? own;

    private readonly Entry[] arguments = new Entry[Arguments];
    private readonly Entry[] counts = new Entry[Counts];
    private Entry stirling = new(double.NaN, default);
    private Entry ratio = new(double.NaN, default);
    private double ratioOf = double.NaN;

    private GammaMemory()
    {
        Array.Fill(arguments, new(double.NaN, default));
        Array.Fill(counts, new(double.NaN, default));
    }

    /// <summary>The memory of the current thread.</summary>
    public static GammaMemory Own => own ??= new();

    /// <inheritdoc cref="LogGamma.Of"/>
    public FunctionDerivatives Of(double x)
    {
        ref Entry entry = ref arguments[Place(x)];
        if (entry.Argument != x)
        {
            entry = new(x, LogGamma.ComputeOf(x));
        }

        return entry.Value;
    }

    /// <inheritdoc cref="LogGamma.Stirling"/>
    public FunctionDerivatives Stirling(double x)
    {
        if (stirling.Argument != x)
        {
            stirling = new(x, LogGamma.ComputeStirling(x));
        }

        return stirling.Value;
    }

    /// <inheritdoc cref="LogGamma.Ratio"/>
    public FunctionDerivatives Ratio(double x, double n)
    {
        if (n < Counts && n == Math.Floor(n))
        {
            ref Entry entry = ref counts[(int)n];
            if (entry.Argument != x)
            {
                entry = new(x, LogGamma.ComputeRatio(x, n));
            }

            return entry.Value;
        }

        if (ratio.Argument != x || ratioOf != n)
        {
            ratio = new(x, LogGamma.ComputeRatio(x, n));
            ratioOf = n;
        }

        return ratio.Value;
    }

    private static int Place(double x) => (int)((ulong)(BitConverter.DoubleToInt64Bits(x) * -7046029254386353131L) >> 58);

    private readonly record struct Entry(double Argument, FunctionDerivatives Value);
}
