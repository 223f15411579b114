using System.CommandLine;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary>What <c>--df</c> asks for. Commands that test fixed effects share it.</summary>
/// <param name="name">The method's name on the command line.</param>
/// <param name="information">The information that Kenward and Roger's method uses.</param>
internal sealed class DegreesOfFreedomMethod(string name, Information information)
{
    private const string KenwardRoger = "kenward-roger";
    private const string Satterthwaite = "satterthwaite";
    private const string Wald = "wald";

    /// <summary>The option.</summary>
    public static Option<string?> Option() => ModelOptions.Single(
        "--df",
        "satterthwaite|kenward-roger|wald",
        "How the degrees of freedom of tests of fixed effects are found. The default is kenward-roger for a linear model fitted by REML, satterthwaite for one fitted by maximum likelihood, and wald (none) for generalised models.");

    /// <summary>Reads the option; without it the best method there is for the fit.</summary>
    /// <param name="text">The value of <c>--df</c>; null where it was not given.</param>
    /// <param name="request">How the model is fitted.</param>
    /// <exception cref="InputException">No such method, or one that the fit does not have.</exception>
    public static DegreesOfFreedomMethod Parse(string? text, ModelRequest request)
    {
        bool isLinear = request.Options.IsLinear;
        bool isReml = isLinear && request.Options.Method == FitMethod.Reml;
        string method = text ?? (isReml ? KenwardRoger : isLinear ? Satterthwaite : Wald);
        switch (method)
        {
            case KenwardRoger when isLinear && !isReml:
                throw new InputException("Kenward and Roger's method needs a fit by REML: leave out --ml, or use --df satterthwaite.");
            case KenwardRoger or Satterthwaite when !isLinear:
                throw new InputException($"--df {method} is for linear models: a generalised model has no residual variance that degrees of freedom could count for. Use --df wald.");
            case KenwardRoger or Satterthwaite or Wald:
                break;
            default:
                throw new InputException($"--df is satterthwaite, kenward-roger or wald, not {ValueText.Quote(method)}.");
        }

        if (isLinear && request.Information is not null && method != KenwardRoger)
        {
            throw new InputException("In a linear model --information belongs to --df kenward-roger.");
        }

        return new DegreesOfFreedomMethod(method, request.Information ?? Information.Expected);
    }

    /// <summary>The tests of a fit.</summary>
    public FixedEffectsTests Of(MixedModelFit fit) => name switch
    {
        KenwardRoger => fit.KenwardRoger(information),
        Satterthwaite => fit.Satterthwaite(),
        _ => fit.Wald(),
    };
}
