namespace GlmmDsl.Families;

/// <summary>
/// A number with its derivatives: a value that depends on one or more variables, and all its partial derivatives up to the order that the type carries. A density
/// that is written once for any <typeparamref name="T"/> gives log f, its gradient, its second and its third derivatives.
/// Beside these operators there are the functions of <see cref="Jet"/>.
/// </summary>
/// <typeparam name="T">The type itself.</typeparam>
public interface IJet<T>
    where T : struct, IJet<T>
{
    /// <summary>The value without derivatives.</summary>
    double Value { get; }

    /// <summary>A number that does not depend on the variables.</summary>
    static abstract implicit operator T(double constant);

    /// <summary>a + b.</summary>
    static abstract T operator +(in T a, in T b);

    /// <summary>a + c, c a constant.</summary>
    static abstract T operator +(in T a, double c);

    /// <summary>a − b.</summary>
    static abstract T operator -(in T a, in T b);

    /// <summary>−a.</summary>
    static abstract T operator -(in T a);

    /// <summary>ab.</summary>
    static abstract T operator *(in T a, in T b);

    /// <summary>ca, c a constant.</summary>
    static abstract T operator *(double c, in T a);

    /// <summary>a − c, c a constant.</summary>
    static virtual T operator -(in T a, double c) => a + -c;

    /// <summary>c − a, c a constant.</summary>
    static virtual T operator -(double c, in T a) => -a + c;

    /// <summary>c + a, c a constant.</summary>
    static virtual T operator +(double c, in T a) => a + c;

    /// <summary>ac, c a constant.</summary>
    static virtual T operator *(in T a, double c) => c * a;

    /// <summary>a/b.</summary>
    static virtual T operator /(in T a, in T b) => a * Jet.Reciprocal(b);

    /// <summary>a/c, c a constant.</summary>
    static virtual T operator /(in T a, double c) => (1 / c) * a;

    /// <summary>c/a, c a constant.</summary>
    static virtual T operator /(double c, in T a) => c * Jet.Reciprocal(a);

    /// <summary>The function g of a number, by the chain rule.</summary>
    /// <param name="a">The number.</param>
    /// <param name="value">g at its value.</param>
    /// <param name="first">g′ there.</param>
    /// <param name="second">g″ there.</param>
    /// <param name="third">g‴ there.</param>
    static abstract T Compose(in T a, double value, double first, double second, double third);
}
