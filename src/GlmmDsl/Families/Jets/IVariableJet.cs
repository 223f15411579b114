namespace GlmmDsl.Families.Jets;

/// <summary>A number with its derivatives in a number of variables, each of which can be read by the variables' indices.</summary>
internal interface IVariableJet<T> : IJet<T>
    where T : struct, IVariableJet<T>
{
    /// <summary>The number of variables.</summary>
    static abstract int Count { get; }

    /// <summary>A variable itself.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="index">Which variable it is, from 0.</param>
    static abstract T Variable(double value, int index);

    /// <summary>The derivative in one variable.</summary>
    double First(int k);

    /// <summary>The derivative in two variables, in any order.</summary>
    double Second(int k, int l);

    /// <summary>The derivative in three variables, in any order.</summary>
    double Third(int k, int l, int m);
}
