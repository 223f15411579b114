namespace GlmmDsl;

/// <summary>The scale of predictions. For a linear model both are the same.</summary>
public enum PredictionScale
{
    /// <summary>Means of the response: of one trial in a binomial model, counts in a Poisson model, the number of the category, from 1, in an ordinal one.</summary>
    Response,

    /// <summary>The linear predictor η, on the scale of the link.</summary>
    Link,
}
