using System.CommandLine;

namespace GlmmDsl.Cli.Models;

/// <summary>A command that fits models to a file of data: what all of them share.</summary>
internal abstract class ModelCommand
{
    private readonly ModelOptions model;

    /// <summary>Makes the options that all commands share.</summary>
    /// <param name="isInformationOfTests">Whether <c>--information</c> also says how the command tests fixed effects, so that linear models take it.</param>
    protected ModelCommand(bool isInformationOfTests = false) => model = new ModelOptions(isInformationOfTests);

    /// <summary>Whether to write JSON instead of tables.</summary>
    protected Option<bool> Json { get; } = new("--json") { Description = "Write the result as a JSON object instead of tables." };

    /// <summary>The command; its action reads and writes the streams.</summary>
    public Command ToCommand(FitStreams streams, CancellationToken cancellationToken)
    {
        Command command = Define();
        foreach (Argument argument in ReadsOneFile ? Formulas().Prepend(model.Data) : Formulas())
        {
            command.Add(argument);
        }

        // What is special about a command stands first in its help.
        foreach (Option option in Options())
        {
            command.Add(option);
        }

        if (HasJson)
        {
            command.Add(Json);
        }

        model.AddTo(command);
        command.SetAction(parsed => Run(parsed, new ModelRun(model.Request(parsed, ReadsOneFile), streams, cancellationToken)));
        return command;
    }

    /// <summary>Whether the first argument is the file of data; else the command reads files of its own.</summary>
    protected virtual bool ReadsOneFile => true;

    /// <summary>Whether the command can write its result as JSON.</summary>
    protected virtual bool HasJson => true;

    /// <summary>The argument of one model.</summary>
    protected static Argument<string> OneFormula() => new("FORMULA") { Description = "The model in lme4's notation, such as 'Reaction ~ Days + (Days | Subject)'." };

    /// <summary>Refuses options of fitting where nothing is fitted.</summary>
    /// <inheritdoc cref="ModelOptions.RefuseFitting"/>
    protected void RefuseFitting(ParseResult parsed, string reason) => model.RefuseFitting(parsed, reason);

    /// <summary>The command with its name and description, without arguments and options.</summary>
    protected abstract Command Define();

    /// <summary>The arguments after the file.</summary>
    protected abstract IEnumerable<Argument> Formulas();

    /// <summary>The options besides those of reading and fitting.</summary>
    protected abstract IEnumerable<Option> Options();

    /// <summary>Carries out the command.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult parsed, ModelRun run);
}
