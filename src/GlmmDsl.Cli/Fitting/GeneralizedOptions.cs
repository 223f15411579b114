using System.CommandLine;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Fitting;

/// <summary>The options of generalised models. The Gaussian family with the identity link is the linear model; all else is refused in a sentence.</summary>
internal sealed class GeneralizedOptions
{
    private const string NotYet = "belongs to generalised models, which cannot be fitted yet";

    private readonly Option<string?> family = Of("--family", "F", "The distribution of the response: gaussian (others cannot be fitted yet).");
    private readonly Option<string?> link = Of("--link", "L", "The link function: identity (others cannot be fitted yet).");
    private readonly Option<string?> information = Of("--information", "observed|expected", null);
    private readonly Option<string?> nodes = Of("--agq", "N", null);
    private readonly Option<bool> fast = new("--fast") { Hidden = true };
    private readonly Option<string?> zeroInflation = Of("--zi", "'~..'", null);
    private readonly Option<string?> dispersion = Of("--disp", "'~..'", null);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { family, link, information, nodes, fast, zeroInflation, dispersion })
        {
            command.Add(option);
        }
    }

    /// <summary>Refuses whatever is no linear model.</summary>
    /// <exception cref="InputException">Another family or link, or an option that only generalised models have.</exception>
    public void Refuse(ParseResult parsed)
    {
        if (parsed.GetValue(family) is string f && f != "gaussian")
        {
            throw new InputException($"The family {ValueText.Quote(f)} {NotYet}; 'gaussian' can.");
        }

        if (parsed.GetValue(link) is string l && l != "identity")
        {
            throw new InputException($"The link {ValueText.Quote(l)} {NotYet}; 'identity' can.");
        }

        foreach (Option option in new Option[] { information, nodes, fast, zeroInflation, dispersion })
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new InputException($"Option {option.Name} {NotYet}.");
            }
        }
    }

    private static Option<string?> Of(string name, string value, string? description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne, Hidden = description is null };
}
