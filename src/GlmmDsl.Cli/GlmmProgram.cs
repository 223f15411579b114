using System.CommandLine;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Fitting;
using GlmmDsl.Cli.Inference;
using GlmmDsl.Cli.Models;
using GlmmDsl.Cli.Scaffolding;
using GlmmDsl.Data;

namespace GlmmDsl.Cli;

/// <summary>The program from its arguments to its exit code. Output goes to the writers given, all at once and only when all went well.</summary>
internal static class GlmmProgram
{
    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The arguments as the shell gave them.</param>
    /// <param name="output">Standard output: results and help.</param>
    /// <param name="error">Standard error: one line when something is wrong, and progress.</param>
    /// <param name="isTerminal">Whether somebody sees standard error, so that progress is worth showing.</param>
    /// <param name="cancellationToken">Set by Ctrl-C.</param>
    /// <param name="openInput">Opens standard input, which the file name <c>-</c> stands for; by default there is none.</param>
    public static int Run(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, bool isTerminal, CancellationToken cancellationToken, Func<Stream>? openInput = null)
    {
        try
        {
            using var guarded = new OutputGuard(output);
            var streams = new FitStreams(openInput ?? (() => Stream.Null), guarded, error, isTerminal);
            var root = new RootCommand("Fits mixed models to CSV files, by a formula in lme4's notation, and computes what follows from them. 'glmm COMMAND --help' describes a command.");
            foreach (ModelCommand command in Commands())
            {
                root.Add(command.ToCommand(streams, cancellationToken));
            }

            string[] plain = PlainArguments.Of(arguments, root);

            // A formula may begin with @, and a minus does not introduce a bundle of options.
            ParseResult parsed = root.Parse(plain, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (parsed.Errors.Count > 0)
            {
                throw new InputException(parsed.Errors[0].Message);
            }

            int code = parsed.Invoke(new InvocationConfiguration { Output = guarded, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            guarded.Flush();
            return code;
        }
        catch (FitFailedException failed)
        {
            return Fail(error, failed.Message, ExitCode.NotConverged);
        }
        catch (Exception bad) when (bad is InputException or MixedModelException)
        {
            return Fail(error, bad.Message, ExitCode.BadInput);
        }
        catch (OperationCanceledException)
        {
            return Fail(error, "Cancelled.", ExitCode.Cancelled);
        }
        catch (OutputException unwritten)
        {
            return Fail(error, $"The result could not be written to standard output: {unwritten.InnerException!.Message}", ExitCode.OutputFailed);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Fail(error, $"This is a bug in glmm, not in your input: {fault.GetType().Name}: {fault.Message}", ExitCode.Fault);
        }
        catch (OutOfMemoryException)
        {
            return Fail(error, "There is not enough memory for this model.", ExitCode.Fault);
        }
    }

    /// <summary>The commands, in the order in which the help lists them.</summary>
    private static IEnumerable<ModelCommand> Commands() =>
    [
        new FitCommand(),
        new TestCommand(),
        new PredictCommand(),
        new InfluenceCommand(),
        new CrossValidateCommand(),
        new CompareCommand(),
        new ProfileCommand(),
        new AnovaCommand(),
        new MeansCommand(),
        new AverageCommand(),
        new BootstrapCommand(),
        new PowerCommand(),
        new PoolCommand(),
        new ScaffoldCommand(),
    ];

    /// <summary>
    /// One line, whatever line breaks, escape sequences or marks of direction a name or level in the message holds. Where standard error is closed
    /// or full, the exit code still tells.
    /// </summary>
    private static int Fail(TextWriter error, string message, int code)
    {
        try
        {
            error.WriteLine(VisibleText.Of(string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // There is nowhere left to write it.
        }

        return code;
    }
}
