using MathNet.Numerics;

namespace GlmmDsl.Design.Expressions;

/// <summary>The formula language's functions of one number.</summary>
internal static class ElementwiseFunctions
{
    /// <summary>The function of that name; null when there is none.</summary>
    public static Func<double, double>? Find(string name) => name switch
    {
        "log" => Math.Log,
        "log2" => Math.Log2,
        "log10" => Math.Log10,
        "log1p" => Log1P,
        "exp" => Math.Exp,
        "expm1" => SpecialFunctions.Expm1,
        "sqrt" => Math.Sqrt,
        "abs" => Math.Abs,
        "sin" => Math.Sin,
        "cos" => Math.Cos,
        "tan" => Math.Tan,
        _ => null,
    };

    // The library's is defined inside (-1, ∞) only; R's gives -Inf and NaN beyond.
    private static double Log1P(double x) => x > -1 ? SpecialFunctions.Log1p(x) : Math.Log(1 + x);
}
