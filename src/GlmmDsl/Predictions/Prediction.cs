namespace GlmmDsl.Inference;

/// <summary>A prediction with its uncertainty.</summary>
/// <param name="Value">The predicted value; NaN where a value that the row needs is missing.</param>
/// <param name="StandardError">
/// The standard deviation of its error. On the response scale of a generalised model that of the delta method; of a new count that of its predictive distribution.
/// </param>
/// <param name="Interval">The limits. On the response scale of a generalised model those of the linear predictor, mapped.</param>
public readonly record struct Prediction(double Value, double StandardError, Interval Interval)
{
    /// <summary>The prediction with its standard error and interval.</summary>
    public override string ToString() => FormattableString.Invariant($"{Value:G6}, SE {StandardError:G4}, {Interval}");
}
