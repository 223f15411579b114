namespace GlmmDsl;

/// <summary>A fit with the criteria by which it can be compared, whether typed or not and from any assembly.</summary>
public interface IModelFit
{
    /// <summary>The maximised log-likelihood; for a REML fit, the restricted one.</summary>
    Criterion LogLikelihood { get; }

    /// <summary>Akaike's criterion.</summary>
    Criterion Aic { get; }

    /// <summary>Schwarz's criterion.</summary>
    Criterion Bic { get; }
}

/// <summary>A REML fit of a typed model. REML criteria are comparable only between equal fixed-effects designs.</summary>
/// <typeparam name="TFixedDesign">The key of row type, response and fixed-effects design.</typeparam>
public interface IRemlFit<TFixedDesign> : IModelFit
{
    /// <summary>The maximised restricted log-likelihood.</summary>
    new RemlCriterion<LogLikelihood, TFixedDesign> LogLikelihood { get; }

    /// <summary>Akaike's criterion of the restricted likelihood.</summary>
    new RemlCriterion<Aic, TFixedDesign> Aic { get; }

    /// <summary>Schwarz's criterion of the restricted likelihood.</summary>
    new RemlCriterion<Bic, TFixedDesign> Bic { get; }
}

/// <summary>An ML fit of a typed model. ML criteria are comparable between models of the same response.</summary>
/// <typeparam name="TResponse">The key of row type and response.</typeparam>
public interface IMlFit<TResponse> : IModelFit
{
    /// <summary>The maximised log-likelihood.</summary>
    new MlCriterion<LogLikelihood, TResponse> LogLikelihood { get; }

    /// <summary>Akaike's criterion.</summary>
    new MlCriterion<Aic, TResponse> Aic { get; }

    /// <summary>Schwarz's criterion.</summary>
    new MlCriterion<Bic, TResponse> Bic { get; }
}
