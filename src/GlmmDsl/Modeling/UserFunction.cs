using System.ComponentModel;

namespace GlmmDsl.Modeling;

/// <summary>A user's function that a formula calls.</summary>
/// <param name="Name">Its name in the formula.</param>
/// <param name="Arguments">How many numbers it takes.</param>
/// <param name="Body">Computes its value. The argument array is reused between rows.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record UserFunction(string Name, int Arguments, Func<double[], double> Body);
