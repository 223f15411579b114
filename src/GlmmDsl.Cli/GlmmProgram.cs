using System.CommandLine;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Fitting;

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
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, bool isTerminal, CancellationToken cancellationToken)
    {
        try
        {
            var fit = new FitCommand();
            var root = new RootCommand("Mixed models: fits them to a CSV file by a formula in lme4's language.")
            {
                fit.ToCommand(request => FitRun.Run(request, output, error, isTerminal, cancellationToken)),
            };
            string[] plain = PlainArguments.Of(arguments, root);

            // A formula may begin with @, and a minus is no bundle of options.
            ParseResult parsed = root.Parse(plain, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (parsed.Errors.Count > 0)
            {
                throw new InputException(parsed.Errors[0].Message);
            }

            int code = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            output.Flush();
            return code;
        }
        catch (Exception bad) when (bad is InputException or FormulaException or ModelDataException)
        {
            return Fail(error, bad.Message, ExitCode.BadInput);
        }
        catch (OperationCanceledException)
        {
            return Fail(error, "Cancelled.", ExitCode.Cancelled);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Fail(error, $"glmm failed, which is a fault of its own: {fault.GetType().Name}: {fault.Message}", ExitCode.Fault);
        }
        catch (OutOfMemoryException)
        {
            return Fail(error, "There is not enough memory for this model.", ExitCode.Fault);
        }
    }

    /// <summary>One line, whatever line breaks a name or level in the message holds.</summary>
    private static int Fail(TextWriter error, string message, int code)
    {
        error.WriteLine(string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        return code;
    }
}
