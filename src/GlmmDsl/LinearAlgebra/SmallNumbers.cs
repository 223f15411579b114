namespace GlmmDsl.LinearAlgebra;

/// <summary>Logarithms near 1 and exponentials near 0, to full relative accuracy. (The runtime's LogP1 and ExpM1 are the plain log(1 + x) and eˣ − 1.)</summary>
internal static class SmallNumbers
{
    /// <summary>log(1 + x), by Kahan's formula; −∞ at −1.</summary>
    public static double Log1P(double x)
    {
        double sum = 1 + x, rounded = sum - 1;
        return rounded == 0 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * (x / rounded);
    }

    /// <summary>exp(x) − 1, by Kahan's formula.</summary>
    public static double ExpM1(double x)
    {
        double power = Math.Exp(x);
        double less = power - 1;
        return less == 0 ? x : less <= -1 || double.IsInfinity(power) ? less : less * x / Math.Log(power);
    }
}
